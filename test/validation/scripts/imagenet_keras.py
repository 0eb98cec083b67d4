# Published run: ImageNet classifiers in TensorFlow, 10 epochs, batches of 32, 8 A100 or one Quadro RTX 5000
# (Fischer et al. 2022, raphischer/imagenet-energy-efficiency).
import tensorflow as tf
import tensorflow_datasets as tfds

EPOCHS = 10
BATCH = 32
SIZE = 224


def preprocess(image, label):
    image = tf.image.resize(image, (SIZE, SIZE))
    image = tf.image.random_flip_left_right(image)
    return tf.keras.applications.imagenet_utils.preprocess_input(image), label


train = tfds.load("imagenet2012", split="train", as_supervised=True, shuffle_files=True)
train = train.map(preprocess, num_parallel_calls=tf.data.AUTOTUNE).shuffle(4096).batch(BATCH).prefetch(tf.data.AUTOTUNE)

strategy = tf.distribute.MirroredStrategy()
with strategy.scope():
    model = tf.keras.applications.ResNet50(weights=None, input_shape=(SIZE, SIZE, 3), classes=1000)
    model.compile(
        optimizer=tf.keras.optimizers.SGD(0.1, momentum=0.9),
        loss=tf.keras.losses.SparseCategoricalCrossentropy(),
        metrics=["accuracy"],
    )
model.fit(train, epochs=EPOCHS, callbacks=[tf.keras.callbacks.ModelCheckpoint("ckpt.keras")])
