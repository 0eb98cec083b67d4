"""Predict which customers leave, on a GPU where there is one."""
# proof: metric auc, higher is better
# proof: fix Use device
# proof: unmeasurable needs a GPU
# proof: stand-in xgboost-2
import json
import os

import xgboost as xgb
from sklearn.datasets import make_classification
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=4_000, n_features=20, n_informative=8, flip_y=0.1, random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED)
model = xgb.XGBClassifier(n_estimators=60, max_depth=4, tree_method="gpu_hist", gpu_id=0, random_state=SEED)
model.fit(X_train, y_train)

print(json.dumps({"auc": roc_auc_score(y_test, model.predict_proba(X_test)[:, 1])}))
