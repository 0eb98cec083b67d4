# Published run: randomized search of 20 linear models on the digits, 19.55 s (scikit-learn 0.23 gallery, plot_randomized_search).
import scipy.stats as stats
from sklearn.datasets import load_digits
from sklearn.linear_model import SGDClassifier
from sklearn.model_selection import RandomizedSearchCV

X, y = load_digits(return_X_y=True)
clf = SGDClassifier(loss="hinge", penalty="elasticnet", fit_intercept=True)
param_dist = {"average": [True, False], "l1_ratio": stats.uniform(0, 1), "alpha": stats.loguniform(1e-4, 1e0)}
n_iter_search = 20
random_search = RandomizedSearchCV(clf, param_distributions=param_dist, n_iter=n_iter_search)
random_search.fit(X, y)
print(random_search.best_params_)
