"""Predict demand with XGBoost, splits found exactly."""
# proof: metric r2, higher is better
# proof: fix Use tree_method="hist"
import json
import os

import xgboost as xgb
from sklearn.datasets import make_regression
from sklearn.metrics import r2_score
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))

X, y = make_regression(n_samples=15_000, n_features=20, n_informative=12, noise=20.0, random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED)

model = xgb.XGBRegressor(n_estimators=100, max_depth=6, learning_rate=0.1, tree_method="exact", random_state=SEED)
model.fit(X_train, y_train)

print(json.dumps({"r2": float(r2_score(y_test, model.predict(X_test)))}))
