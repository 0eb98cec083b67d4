"""Find faulty parts from their sensor readings."""
# proof: metric accuracy, higher is better
# proof: fix Use HistGradientBoostingClassifier
import json
import os

from sklearn.datasets import make_classification
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=12_000, n_features=20, n_informative=10, random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED)

clf = GradientBoostingClassifier(n_estimators=100, learning_rate=0.1, random_state=SEED)
clf.fit(X_train, y_train)

print(json.dumps({"accuracy": clf.score(X_test, y_test)}))
