# Published run: random forest on 280,000 rows of Yolanda, i7-1185G7 and 2 x Xeon Gold 6336Y (uxlfoundation/scikit-learn-intelex #1043).
from time import perf_counter

from sklearn.datasets import fetch_openml
from sklearn.ensemble import RandomForestRegressor
from sklearn.model_selection import train_test_split

x, y = fetch_openml(name="Yolanda", return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(x, y, test_size=0.3, random_state=72)

params = {"n_estimators": 150, "random_state": 44, "n_jobs": -1}
start = perf_counter()
rf = RandomForestRegressor(**params).fit(x_train, y_train)
print(f"training: {perf_counter() - start:.2f} s")
print(rf.score(x_test, y_test))
