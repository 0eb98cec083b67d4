"""Estimate how well a classifier tells tumours apart."""
# proof: metric accuracy, higher is better
# proof: fix Use 10 folds
import json
import os

from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import LeaveOneOut, cross_val_score

SEED = int(os.environ.get("SEED", "0"))

X, y = load_breast_cancer(return_X_y=True)
forest = RandomForestClassifier(n_estimators=10, random_state=SEED)
scores = cross_val_score(forest, X, y, cv=LeaveOneOut())

print(json.dumps({"accuracy": float(scores.mean())}))
