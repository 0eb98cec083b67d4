"""Recognise signals with a small network of scikit-learn."""
# proof: metric accuracy, higher is better
# proof: fix Use early stopping on a validation score
import json
import os

from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=6_000, n_features=30, n_informative=15, n_classes=4, flip_y=0.05, random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED)

model = make_pipeline(StandardScaler(), MLPClassifier(hidden_layer_sizes=(100, 50), max_iter=300, random_state=SEED))
model.fit(X_train, y_train)

print(json.dumps({"accuracy": model.score(X_test, y_test)}))
