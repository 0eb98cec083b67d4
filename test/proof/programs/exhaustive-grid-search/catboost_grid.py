"""Choose the shape of a CatBoost model with its own grid search."""
# proof: metric accuracy, higher is better
# proof: fix Use randomized_search with 15 trials
import json
import os

from catboost import CatBoostClassifier
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=2_000, n_features=12, n_informative=6, random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED)

grid = {"depth": [3, 4, 5, 6, 7], "learning_rate": [0.02, 0.05, 0.1, 0.2], "l2_leaf_reg": [1, 3, 5, 9]}
model = CatBoostClassifier(iterations=30, thread_count=1, random_seed=SEED, logging_level="Silent", allow_writing_files=False)
model.grid_search(grid, X=X_train, y=y_train, verbose=False)

print(json.dumps({"accuracy": model.score(X_test, y_test)}))
