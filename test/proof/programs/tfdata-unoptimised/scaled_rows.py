"""Train on digits whose pixels are cast and scaled by the pipeline."""
# proof: metric accuracy, higher is better
# proof: fix Move the map behind the batch
# proof: env KERAS_BACKEND=tensorflow
# proof: env CUDA_VISIBLE_DEVICES=
import json
import os

import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits

SEED = int(os.environ.get("SEED", "0"))
tf.keras.utils.set_random_seed(SEED)

digits = load_digits()
order = np.random.default_rng(SEED).permutation(len(digits.target))
pixels = digits.data[order].astype("uint8")
targets = digits.target[order]


def scale(row, target):
    row = tf.cast(row, tf.float32) / 16.0
    return row, target


def pipeline(rows, numbers):
    return tf.data.Dataset.from_tensor_slices((rows, numbers)).map(scale).batch(32)


model = tf.keras.Sequential(
    [tf.keras.Input((64,)), tf.keras.layers.Dense(32, activation="relu"), tf.keras.layers.Dense(10)]
)
model.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(pipeline(pixels[:1_400], targets[:1_400]), epochs=12, verbose=0)

_, accuracy = model.evaluate(pipeline(pixels[1_400:], targets[1_400:]), verbose=0)
print(json.dumps({"accuracy": float(accuracy)}))
