"""Choose a classifier behind a costly selection of features."""
# proof: metric accuracy, higher is better
# proof: fix Add a cache in ./.sk_cache
import json
import os

from sklearn.datasets import make_classification
from sklearn.ensemble import ExtraTreesClassifier
from sklearn.feature_selection import SelectFromModel
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.pipeline import Pipeline

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=2_500, n_features=60, n_informative=12, random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED)

pipeline = Pipeline(
    [
        ("select", SelectFromModel(ExtraTreesClassifier(n_estimators=100, random_state=SEED))),
        ("classify", LogisticRegression(max_iter=500)),
    ]
)
search = GridSearchCV(pipeline, {"classify__C": [0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0]}, cv=3)
search.fit(X_train, y_train)

print(json.dumps({"accuracy": search.score(X_test, y_test)}))
