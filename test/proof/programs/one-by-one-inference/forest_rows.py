"""Score incoming orders with a trained forest."""
# proof: metric accuracy, higher is better
# proof: fix Run all elements in one call
import json
import os

import numpy as np
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=6_000, n_features=20, n_informative=8, random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.5, random_state=SEED)
model = RandomForestClassifier(n_estimators=30, random_state=SEED).fit(X_train, y_train)

predictions = []
for row in X_test:
    predictions.append(model.predict([row])[0])

print(json.dumps({"accuracy": float(np.mean(np.array(predictions) == y_test))}))
