"""Train a convolutional network of Keras on handwritten digits."""
# proof: metric accuracy, higher is better
# proof: fix Add EarlyStopping
import json
import os

import keras
from keras import layers
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))
keras.utils.set_random_seed(SEED)

x, y = load_digits(return_X_y=True)
x = (x / 16).astype("float32").reshape(-1, 8, 8, 1)
x_fit, x_test, y_fit, y_test = train_test_split(x, y, test_size=0.25, random_state=SEED)
x_train, x_val, y_train, y_val = train_test_split(x_fit, y_fit, test_size=0.2, random_state=SEED)

model = keras.Sequential(
    [
        keras.Input((8, 8, 1)),
        layers.Conv2D(16, 3, activation="relu"),
        layers.Conv2D(32, 3, activation="relu"),
        layers.Flatten(),
        layers.Dropout(0.3),
        layers.Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(3e-3), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=40, batch_size=128, validation_data=(x_val, y_val), verbose=2)

_, accuracy = model.evaluate(x_test, y_test, verbose=0)
print(json.dumps({"accuracy": float(accuracy)}))
