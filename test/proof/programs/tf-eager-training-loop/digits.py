"""Train a classifier of digits with a loop of one's own."""
# proof: metric accuracy, higher is better
# proof: fix Decorate the step with tf.function
# proof: env KERAS_BACKEND=tensorflow
import json
import os

import tensorflow as tf
from sklearn.datasets import load_digits

SEED = int(os.environ.get("SEED", "0"))
tf.keras.utils.set_random_seed(SEED)

images, labels = load_digits(return_X_y=True)
images = images.astype("float32") / 16
train_set = tf.data.Dataset.from_tensor_slices((images[:1_400], labels[:1_400])).shuffle(1_400, seed=SEED).batch(32)

model = tf.keras.Sequential(
    [
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(10),
    ]
)
loss_fn = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = tf.keras.optimizers.Adam(1e-3)


def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_fn(y, model(x, training=True))
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    return loss


for epoch in range(1):
    total = 0.0
    for x, y in train_set:
        total += train_step(x, y)
    print(f"epoch {epoch}: {float(total):.3f}")

predicted = tf.argmax(model(images[1_400:]), axis=1).numpy()
print(json.dumps({"accuracy": float((predicted == labels[1_400:]).mean())}))
