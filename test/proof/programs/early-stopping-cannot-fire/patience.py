"""A patience that is longer than the fit."""
# proof: metric accuracy, higher is better
# proof: fix Set patience=10
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
x_train, x_val, y_train, y_val = train_test_split(x_fit, y_fit, test_size=0.2, random_state=SEED)

model = keras.Sequential([keras.Input((64,)), layers.Dense(128, activation="relu"), layers.Dense(10, activation="softmax")])
model.compile(optimizer=keras.optimizers.Adam(1e-2), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=100, restore_best_weights=True)
model.fit(x_train, y_train, epochs=50, batch_size=128, validation_data=(x_val, y_val), callbacks=[stop], verbose=2)

_, accuracy = model.evaluate(x_test, y_test, verbose=0)
print(json.dumps({"accuracy": float(accuracy)}))
