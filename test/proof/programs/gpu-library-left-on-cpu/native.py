"""Predict prices with the native interface, on a GPU where there is one."""
# proof: metric rmse, lower is better
# proof: fix Use device
# proof: unmeasurable needs a GPU
# proof: stand-in xgboost-2
import json
import os

import numpy as np
import xgboost as xgb
from sklearn.datasets import make_friedman1

SEED = int(os.environ.get("SEED", "0"))

X, y = make_friedman1(n_samples=3_000, noise=1.0, random_state=SEED)
train, test = xgb.DMatrix(X[:2_000], y[:2_000]), xgb.DMatrix(X[2_000:], y[2_000:])
params = {"objective": "reg:squarederror", "tree_method": "gpu_hist", "max_depth": 4, "eta": 0.1, "seed": SEED}
booster = xgb.train(params, train, num_boost_round=60)

print(json.dumps({"rmse": float(np.sqrt(np.mean((booster.predict(test) - y[2_000:]) ** 2)))}))
