"""Score one file of measurements after the other with a stored forest."""
# proof: metric share, higher is better
# proof: fix Move the load in front of the loop
import json
import os

import joblib
import numpy as np
from sklearn.datasets import make_classification
from sklearn.ensemble import RandomForestClassifier

SEED = int(os.environ.get("SEED", "0"))

X, y = make_classification(n_samples=6_000, n_features=12, n_informative=6, random_state=SEED)
joblib.dump(RandomForestClassifier(n_estimators=100, random_state=SEED).fit(X[:2_000], y[:2_000]), "forest.joblib")

shares = []
for batch in np.array_split(X[2_000:], 40):
    model = joblib.load("forest.joblib")
    shares.append(model.predict(batch).mean())

print(json.dumps({"share": float(np.mean(shares))}))
