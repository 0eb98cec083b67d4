"""An EarlyStopping that is made and never handed to fit."""
# proof: metric accuracy, higher is better
# proof: fix Add stop to the callbacks
import json
import os

import keras
from keras import layers
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))
keras.utils.set_random_seed(SEED)

x, y = load_digits(return_X_y=True)
x_fit, x_test, y_fit, y_test = train_test_split((x / 16).astype("float32"), y, test_size=0.25, random_state=SEED)

model = keras.Sequential([keras.Input((64,)), layers.Dense(128, activation="relu"), layers.Dense(10, activation="softmax")])
model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=8, restore_best_weights=True)
model.fit(x_fit, y_fit, epochs=50, batch_size=128, validation_split=0.2, verbose=2)

_, accuracy = model.evaluate(x_test, y_test, verbose=0)
print(json.dumps({"accuracy": float(accuracy)}))
