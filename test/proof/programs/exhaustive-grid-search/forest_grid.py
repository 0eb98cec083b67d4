"""Choose a random forest for a table of 6,000 rows."""
# proof: metric accuracy, higher is better
# proof: fix Use HalvingGridSearchCV
# proof: fix Use RandomizedSearchCV with 15 trials
import json
import os

from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, train_test_split

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=4_000, n_features=16, n_informative=8, n_classes=3, random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED)

param_grid = {
    "max_depth": [4, 8, 16, None],
    "min_samples_leaf": [1, 5, 20],
    "max_features": ["sqrt", 0.5],
}
gs = GridSearchCV(RandomForestClassifier(n_estimators=20, random_state=SEED), param_grid, cv=3, scoring="accuracy")
gs.fit(X_train, y_train)

print(json.dumps({"accuracy": gs.best_estimator_.score(X_test, y_test)}))
