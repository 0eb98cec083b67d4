# Published run: classifiers on Bioresponse, laptop i7-10610U and desktop i9-13900K (Fischer, raphischer/metaqure).
import pandas as pd
from sklearn.datasets import fetch_openml
from sklearn.ensemble import AdaBoostClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

data = fetch_openml(name="Bioresponse", version=1, as_frame=False)
X = StandardScaler().fit_transform(data.data)
y = data.target

clf = SVC(C=2.0)
clf.fit(X, y)
print("train accuracy", clf.score(X, y))
