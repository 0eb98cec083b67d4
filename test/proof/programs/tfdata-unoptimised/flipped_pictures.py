"""Train on small pictures that are flipped at random in each epoch."""
# proof: metric loss, lower is better
# proof: fix Set num_parallel_calls=tf.data.AUTOTUNE
# proof: env KERAS_BACKEND=tensorflow
# proof: env CUDA_VISIBLE_DEVICES=
# proof: unmeasurable the work is the same, only on more cores
import json
import os

import numpy as np
import tensorflow as tf

SEED = int(os.environ.get("SEED", "0"))
tf.keras.utils.set_random_seed(SEED)

random = np.random.default_rng(SEED)
pictures = random.uniform(0, 1, (4_000, 24, 24, 3)).astype("float32")
labels = (pictures[:, :12].mean((1, 2, 3)) > pictures[:, 12:].mean((1, 2, 3))).astype("int32")


def augment(picture, label):
    picture = tf.image.random_flip_left_right(picture)
    return tf.image.random_brightness(picture, 0.1), label


train = tf.data.Dataset.from_tensor_slices((pictures[:3_200], labels[:3_200]))
train = train.shuffle(3_200, seed=SEED).map(augment).batch(64)
test = tf.data.Dataset.from_tensor_slices((pictures[3_200:], labels[3_200:])).batch(200)

model = tf.keras.Sequential(
    [
        tf.keras.Input((24, 24, 3)),
        tf.keras.layers.AveragePooling2D(4),
        tf.keras.layers.Flatten(),
        tf.keras.layers.Dense(32, activation="relu"),
        tf.keras.layers.Dense(2),
    ]
)
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(train, epochs=4, verbose=0)

print(json.dumps({"loss": float(model.evaluate(test, verbose=0))}))
