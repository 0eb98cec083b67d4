"""Train a network of Keras that reports each batch and the pictures of its weights to TensorBoard."""
# proof: metric accuracy, higher is better
# proof: fix Set update_freq="epoch"
# proof: fix Set write_images=False
# proof: env KERAS_BACKEND=tensorflow
import json
import os

import keras
from sklearn.datasets import load_digits

SEED = int(os.environ.get("SEED", "0"))
keras.utils.set_random_seed(SEED)

x, y = load_digits(return_X_y=True)
x = x / 16.0
model = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
board = keras.callbacks.TensorBoard("logs", update_freq="batch", histogram_freq=1, write_images=True)
model.fit(x[:1_400], y[:1_400], validation_split=0.1, epochs=12, batch_size=32, callbacks=[board], verbose=0)

_, accuracy = model.evaluate(x[1_400:], y[1_400:], verbose=0)
print(json.dumps({"accuracy": float(accuracy)}))
