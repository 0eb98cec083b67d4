"""Separate two kinds of measurements with a linear support vector machine."""
# proof: metric accuracy, higher is better
# proof: fix Use LinearSVC
import json
import os

from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=10_000, n_features=40, n_informative=15, flip_y=0.05, random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED)
scaler = StandardScaler().fit(X_train)

clf = SVC(kernel="linear", C=1.0)
clf.fit(scaler.transform(X_train), y_train)

print(json.dumps({"accuracy": clf.score(scaler.transform(X_test), y_test)}))
