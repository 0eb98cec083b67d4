"""Predict house prices from noisy measurements with LightGBM."""
# proof: metric rmse, lower is better
# proof: fix Add the early_stopping callback
import json
import os

import lightgbm as lgb
import numpy as np
from sklearn.datasets import make_friedman1
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))

X, y = make_friedman1(n_samples=8_000, n_features=15, noise=2.0, random_state=SEED)
X_fit, X_test, y_fit, y_test = train_test_split(X, y, test_size=0.2, random_state=SEED)
X_train, X_val, y_train, y_val = train_test_split(X_fit, y_fit, test_size=0.2, random_state=SEED)

train_set = lgb.Dataset(X_train, label=y_train)
val_set = lgb.Dataset(X_val, label=y_val, reference=train_set)
params = {"objective": "regression", "metric": "rmse", "learning_rate": 0.05, "num_leaves": 31, "seed": SEED, "verbose": -1}

booster = lgb.train(params, train_set, num_boost_round=1000, valid_sets=[val_set])

rmse = np.sqrt(np.mean((booster.predict(X_test) - y_test) ** 2))
print(json.dumps({"rmse": float(rmse)}))
