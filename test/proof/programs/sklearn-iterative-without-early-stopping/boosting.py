"""Predict consumption with four hundred boosted trees."""
# proof: metric r2, higher is better
# proof: fix Use early stopping on a validation score
import json
import os

from sklearn.datasets import make_friedman1
from sklearn.ensemble import GradientBoostingRegressor
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))

X, y = make_friedman1(n_samples=4_000, n_features=10, noise=2.0, random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED)

model = GradientBoostingRegressor(n_estimators=400, learning_rate=0.1, max_depth=4, random_state=SEED)
model.fit(X_train, y_train)

print(json.dumps({"r2": model.score(X_test, y_test)}))
