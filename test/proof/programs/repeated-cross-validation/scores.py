"""Report accuracy, F1 and AUC of one classifier."""
# proof: metric auc, higher is better
# proof: fix Use one cross_validate for all scores
# proof: share 0.67 two of three cross-validations are repeated
import json
import os

from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=3_000, n_features=20, n_informative=8, random_state=SEED)
model = RandomForestClassifier(n_estimators=60, random_state=SEED)

accuracy = cross_val_score(model, X, y, cv=5, scoring="accuracy")
f1 = cross_val_score(model, X, y, cv=5, scoring="f1")
auc = cross_val_score(model, X, y, cv=5, scoring="roc_auc")

print(f"accuracy {accuracy.mean():.3f}, F1 {f1.mean():.3f}")
print(json.dumps({"auc": float(auc.mean())}))
