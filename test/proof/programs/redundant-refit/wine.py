"""Classify wines with a forest."""
# proof: metric accuracy, higher is better
# proof: fix Remove the second fit
# proof: share 0.5 one of two fits is repeated
import json
import os

from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=8_000, n_features=20, n_informative=9, random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED)

forest = RandomForestClassifier(n_estimators=100, random_state=SEED)
forest.fit(X_train, y_train)
print("training accuracy:", forest.score(X_train, y_train))

predictions = forest.fit(X_train, y_train).predict(X_test)
print(json.dumps({"accuracy": accuracy_score(y_test, predictions)}))
