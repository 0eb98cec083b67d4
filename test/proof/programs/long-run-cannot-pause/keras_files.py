"""Train a network of Keras for many epochs on what lies in files."""
# proof: metric loss, lower is better
# proof: fix Add BackupAndRestore
# proof: env KERAS_BACKEND=tensorflow
import json
import os

import keras
import numpy as np

SEED = int(os.environ.get("SEED", "0"))
keras.utils.set_random_seed(SEED)


def write_measurements():
    rng = np.random.default_rng(SEED)
    values = rng.normal(size=(120, 16)).astype("float32")
    np.savez("measurements.npz", values=values, targets=values[:, 0] * values[:, 1])


write_measurements()
measurements = np.load("measurements.npz")
x, y = measurements["values"], measurements["targets"]
model = keras.Sequential(
    [
        keras.Input((16,)),
        keras.layers.Dense(2_048, activation="relu"),
        keras.layers.Dense(1_024, activation="relu"),
        keras.layers.Dense(1),
    ]
)
model.compile(optimizer="adam", loss="mse")
history = model.fit(x, y, epochs=100, batch_size=120, verbose=0)
print(json.dumps({"loss": history.history["loss"][-1]}))
