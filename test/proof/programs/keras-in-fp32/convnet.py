"""Train a convolutional network of Keras on whatever accelerator there is."""
# proof: metric accuracy, higher is better
# proof: fix Train with the policy mixed_bfloat16
# proof: fix Train with the policy mixed_float16
# proof: unmeasurable needs a GPU with Tensor Cores
# proof: env KERAS_BACKEND=tensorflow
import json
import os

import keras
import tensorflow as tf
from keras import layers
from sklearn.datasets import load_digits

SEED = int(os.environ.get("SEED", "0"))
keras.utils.set_random_seed(SEED)
print("devices:", tf.config.list_physical_devices("GPU"))

x, y = load_digits(return_X_y=True)
x = (x / 16).astype("float32").reshape(-1, 8, 8, 1)

model = keras.Sequential(
    [
        keras.Input((8, 8, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.Conv2D(64, 3, activation="relu"),
        layers.Flatten(),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x[:1_400], y[:1_400], epochs=4, batch_size=64, verbose=2)

_, accuracy = model.evaluate(x[1_400:], y[1_400:], verbose=0)
print(json.dumps({"accuracy": float(accuracy)}))
