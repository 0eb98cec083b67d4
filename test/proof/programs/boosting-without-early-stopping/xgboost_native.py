"""Rank leads with the native interface of XGBoost."""
# proof: metric logloss, lower is better
# proof: fix Add early_stopping_rounds=50
import json
import os

import xgboost as xgb
from sklearn.datasets import make_classification
from sklearn.metrics import log_loss
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=8_000, n_features=25, n_informative=10, flip_y=0.1, random_state=SEED)
X_fit, X_test, y_fit, y_test = train_test_split(X, y, test_size=0.2, random_state=SEED)
X_train, X_val, y_train, y_val = train_test_split(X_fit, y_fit, test_size=0.2, random_state=SEED)

dtrain = xgb.DMatrix(X_train, label=y_train)
dval = xgb.DMatrix(X_val, label=y_val)
params = {"objective": "binary:logistic", "eval_metric": "logloss", "eta": 0.1, "max_depth": 6, "seed": SEED}
booster = xgb.train(params, dtrain, num_boost_round=500, evals=[(dval, "valid")], verbose_eval=100)

print(json.dumps({"logloss": float(log_loss(y_test, booster.predict(xgb.DMatrix(X_test))))}))
