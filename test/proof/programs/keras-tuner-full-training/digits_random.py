"""Choose the width and the step size of a small network for handwritten digits."""
# proof: metric accuracy, higher is better
# proof: fix Use Hyperband
# proof: env KERAS_BACKEND=torch
# proof: env CUDA_VISIBLE_DEVICES=
import json
import os
import tempfile

import keras
import keras_tuner as kt
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))
keras.utils.set_random_seed(SEED)

X, y = load_digits(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X / 16.0, y, test_size=0.25, random_state=SEED, stratify=y)


def build(hp):
    model = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(hp.Int("units", 16, 128, step=16), activation="relu"),
            keras.layers.Dropout(hp.Float("dropout", 0.0, 0.5, step=0.1)),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    rate = hp.Float("rate", 1e-4, 1e-1, sampling="log")
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


tuner = kt.RandomSearch(
    build,
    objective="val_accuracy",
    max_trials=30,
    seed=SEED,
    directory=tempfile.mkdtemp(),
    project_name="digits",
)
tuner.search(X_train, y_train, epochs=12, validation_split=0.2, batch_size=128, verbose=0)

best = tuner.get_best_models(1)[0]
_, accuracy = best.evaluate(X_test, y_test, verbose=0)
print(json.dumps({"accuracy": float(accuracy)}))
