"""Predict clicks on advertisements with CatBoost."""
# proof: metric auc, higher is better
# proof: fix Add early_stopping_rounds=50
import json
import os

from catboost import CatBoostClassifier
from sklearn.datasets import make_classification
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=4_000, n_features=20, n_informative=8, flip_y=0.1, random_state=SEED)
X_fit, X_test, y_fit, y_test = train_test_split(X, y, test_size=0.2, random_state=SEED)
X_train, X_val, y_train, y_val = train_test_split(X_fit, y_fit, test_size=0.2, random_state=SEED)

model = CatBoostClassifier(
    iterations=800, learning_rate=0.08, depth=6, thread_count=1, random_seed=SEED, verbose=200, allow_writing_files=False
)
model.fit(X_train, y_train, eval_set=(X_val, y_val))

print(json.dumps({"auc": float(roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]))}))
