"""Predict churn with the scikit-learn interface of LightGBM."""
# proof: metric auc, higher is better
# proof: fix Add the early_stopping callback
import json
import os

from lightgbm import LGBMClassifier
from sklearn.datasets import make_classification
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=8_000, n_features=25, n_informative=10, flip_y=0.1, random_state=SEED)
X_fit, X_test, y_fit, y_test = train_test_split(X, y, test_size=0.2, random_state=SEED)
X_train, X_val, y_train, y_val = train_test_split(X_fit, y_fit, test_size=0.2, random_state=SEED)

clf = LGBMClassifier(n_estimators=800, learning_rate=0.05, random_state=SEED, verbose=-1)
clf.fit(X_train, y_train, eval_set=[(X_val, y_val)], eval_metric="auc")

print(json.dumps({"auc": float(roc_auc_score(y_test, clf.predict_proba(X_test)[:, 1]))}))
