"""A patience that is as long as the boosting."""
# proof: metric auc, higher is better
# proof: fix Set early_stopping_rounds=40
import json
import os

from sklearn.datasets import make_classification
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from xgboost import XGBClassifier

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=6_000, n_features=25, n_informative=10, flip_y=0.1, random_state=SEED)
X_fit, X_test, y_fit, y_test = train_test_split(X, y, test_size=0.2, random_state=SEED)
X_train, X_val, y_train, y_val = train_test_split(X_fit, y_fit, test_size=0.2, random_state=SEED)

model = XGBClassifier(n_estimators=400, learning_rate=0.1, eval_metric="auc", early_stopping_rounds=400, random_state=SEED)
model.fit(X_train, y_train, eval_set=[(X_val, y_val)], verbose=False)

print(json.dumps({"auc": float(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))}))
