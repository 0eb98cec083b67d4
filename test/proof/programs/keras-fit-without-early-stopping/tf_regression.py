"""Predict strength from a mixture with tf.keras."""
# proof: metric mae, lower is better
# proof: fix Add EarlyStopping
# proof: env KERAS_BACKEND=tensorflow
import json
import os

import tensorflow as tf
from sklearn.datasets import make_friedman1
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))
tf.keras.utils.set_random_seed(SEED)

x, y = make_friedman1(n_samples=1_500, n_features=10, noise=1.0, random_state=SEED)
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.25, random_state=SEED)

model = tf.keras.Sequential(
    [
        tf.keras.Input((10,)),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(64, activation="relu"),
        tf.keras.layers.Dense(1),
    ]
)
model.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss="mse", metrics=["mae"])
history = model.fit(x_train, y_train, epochs=100, batch_size=64, validation_split=0.2, verbose=0)

_, mae = model.evaluate(x_test, y_test, verbose=0)
print(json.dumps({"mae": float(mae)}))
