"""What the rules about single estimators save: boosting, perceptrons, support vector machines."""
import warnings

from meter import SEEDS, heading, main, measure

from sklearn.datasets import load_digits, make_classification
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC, LinearSVC
from xgboost import XGBClassifier

warnings.filterwarnings("ignore")


def split(rows, columns, seed, **options):
    x, y = make_classification(rows, columns, n_informative=columns // 2, flip_y=0.05, random_state=seed, **options)
    return train_test_split(StandardScaler().fit_transform(x), y, random_state=seed)


def compare(rule, data, seed, parts, variants, **fitting):
    train_x, test_x, train_y, test_y = parts
    for variant, estimator in variants:
        work = lambda: estimator.fit(train_x, train_y, **fitting).score(test_x, test_y)
        measure(rule, data, variant, seed, work)


def machines():
    for seed in SEEDS:
        parts = split(6_000, 20, seed)
        data = "two classes, 4,500 rows"
        variants = [("SVC, linear", SVC(kernel="linear")), ("LinearSVC", LinearSVC(dual="auto"))]
        compare("kernel-svm-used-linearly", data, seed, parts, variants)
        variants = [("with probability", SVC(probability=True, random_state=0)), ("without", SVC())]
        compare("svc-probability-unused", data, seed, parts, variants)


def histograms():
    for seed in SEEDS:
        for rows in (4_500, 15_000):
            parts = split(rows * 4 // 3, 20, seed)
            variants = [
                ("GradientBoosting", GradientBoostingClassifier(n_estimators=300, random_state=0)),
                ("HistGradientBoosting", HistGradientBoostingClassifier(max_iter=300, max_depth=3, random_state=0)),
            ]
            compare("exact-gradient-boosting", f"300 trees, {rows:,} rows", seed, parts, variants)
            variants = [
                (method, XGBClassifier(n_estimators=300, tree_method=method, n_jobs=1)) for method in ("exact", "approx", "hist")
            ]
            compare("exact-gradient-boosting", f"XGBoost, 300 rounds, {rows:,} rows", seed, parts, variants)


def rounds():
    for seed in SEEDS:
        train_x, test_x, train_y, test_y = split(8_000, 20, seed)
        fit_x, watch_x, fit_y, watch_y = train_test_split(train_x, train_y, test_size=0.15, random_state=0)
        variants = [("2,000 rounds", XGBClassifier(n_estimators=2_000, n_jobs=1))]
        variants += [("early_stopping_rounds=50", XGBClassifier(n_estimators=2_000, n_jobs=1, early_stopping_rounds=50))]
        watched = {"eval_set": [(watch_x, watch_y)], "verbose": False}
        data = "XGBoost, 5,100 rows"
        compare("boosting-without-early-stopping", data, seed, (fit_x, test_x, fit_y, test_y), variants, **watched)
        parts = (train_x, test_x, train_y, test_y)
        variants = [
            (name, GradientBoostingClassifier(n_estimators=500, n_iter_no_change=patience, random_state=0))
            for name, patience in (("500 trees", None), ("n_iter_no_change=20", 20), ("n_iter_no_change=10", 10))
        ]
        compare("sklearn-iterative-without-early-stopping", "GradientBoosting, 6,000 rows", seed, parts, variants)


def perceptrons():
    for seed in SEEDS:
        x, y = load_digits(return_X_y=True)
        digits = train_test_split(x / 16, y, random_state=seed)
        for data, parts in (("perceptron, 4,500 rows", split(6_000, 20, seed)), ("perceptron, 1,347 rows of digits", digits)):
            options = {"hidden_layer_sizes": (100,), "max_iter": 500, "random_state": 0}
            variants = [("no early stopping", MLPClassifier(n_iter_no_change=10, **options))]
            variants += [
                (f"early stopping, patience {patience}", MLPClassifier(early_stopping=True, n_iter_no_change=patience, **options))
                for patience in (10, 20, 30)
            ]
            compare("sklearn-iterative-without-early-stopping", data, seed, parts, variants)


if __name__ == "__main__":
    heading("scikit-learn", "xgboost", "numpy")
    main(machines, perceptrons, rounds, histograms)
