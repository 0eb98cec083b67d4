"""Draw forty random settings of extremely randomised trees."""
# proof: metric accuracy, higher is better
# proof: fix Use HalvingRandomSearchCV
import json
import os

from scipy.stats import randint
from sklearn.datasets import make_classification
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.model_selection import RandomizedSearchCV, train_test_split

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=5_000, n_features=20, n_informative=10, n_classes=4, random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED)

space = {"max_depth": randint(3, 25), "min_samples_split": randint(2, 40), "max_features": ["sqrt", "log2", 0.5]}
search = RandomizedSearchCV(
    ExtraTreesClassifier(n_estimators=20, random_state=SEED), space, n_iter=40, cv=3, random_state=SEED
)
search.fit(X_train, y_train)

print(json.dumps({"accuracy": search.score(X_test, y_test)}))
