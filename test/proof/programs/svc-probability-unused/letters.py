"""Tell handwritten digits apart with a support vector classifier."""
# proof: metric accuracy, higher is better
# proof: fix Remove probability=True
import json
import os

from sklearn.datasets import make_classification
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.svm import SVC

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=12_000, n_features=20, n_informative=10, n_classes=3, random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED)

clf = SVC(C=5, gamma="scale", probability=True, random_state=SEED)
clf.fit(X_train, y_train)

print(json.dumps({"accuracy": accuracy_score(y_test, clf.predict(X_test))}))
