"""Predict a dose from blood values with a linear support vector regression."""
# proof: metric r2, higher is better
# proof: fix Use LinearSVR
import json
import os

from sklearn.datasets import make_regression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVR

SEED = int(os.environ.get("SEED", "0"))

X, y = make_regression(n_samples=8_000, n_features=30, n_informative=10, noise=15.0, random_state=SEED)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED)

model = make_pipeline(StandardScaler(), SVR(kernel="linear", C=10.0))
model.fit(X_train, y_train)

print(json.dumps({"r2": model.score(X_test, y_test)}))
