"""Choose a support vector classifier for handwritten digits."""
# proof: metric accuracy, higher is better
# proof: fix Use HalvingGridSearchCV
# proof: fix Use RandomizedSearchCV with 15 trials
import json
import os

from sklearn.datasets import load_digits
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

SEED = int(os.environ.get("SEED", "0"))

X, y = load_digits(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED, stratify=y)

grid = {
    "svc__C": [0.1, 1, 10, 100, 1000, 10000],
    "svc__gamma": [1e-4, 1e-3, 0.01, 0.1, 1, 10, 100],
}
search = GridSearchCV(make_pipeline(StandardScaler(), SVC()), grid, cv=3)
search.fit(X_train, y_train)

print("best parameters:", search.best_params_)
print(json.dumps({"accuracy": search.score(X_test, y_test)}))
