"""Train a dense network with Keras, one operation at a time."""
# proof: metric accuracy, higher is better
# proof: fix Set run_eagerly=False
# proof: env KERAS_BACKEND=jax
import json
import os

import keras
from sklearn.datasets import load_digits

SEED = int(os.environ.get("SEED", "0"))
keras.utils.set_random_seed(SEED)

x, y = load_digits(return_X_y=True)
x = (x / 16).astype("float32")

model = keras.Sequential(
    [keras.Input((64,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(10, activation="softmax")]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True)
model.fit(x[:1_400], y[:1_400], epochs=3, batch_size=64, verbose=2)

_, accuracy = model.evaluate(x[1_400:], y[1_400:], verbose=0)
print(json.dumps({"accuracy": float(accuracy)}))
