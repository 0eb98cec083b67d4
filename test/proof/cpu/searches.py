"""What the rules about searches and cross-validation save."""
import tempfile
import warnings

from meter import SEEDS, heading, main, measure

from scipy.stats import loguniform, randint
from sklearn.datasets import load_breast_cancer, load_digits, make_classification
from sklearn.ensemble import RandomForestClassifier
from sklearn.experimental import enable_halving_search_cv  # noqa: F401
from sklearn.feature_selection import RFECV, SelectKBest, mutual_info_classif
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import (
    GridSearchCV,
    HalvingGridSearchCV,
    HalvingRandomSearchCV,
    LeaveOneOut,
    RandomizedSearchCV,
    cross_val_score,
    cross_validate,
    train_test_split,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

warnings.filterwarnings("ignore")


def table(rows, columns, seed, **options):
    return make_classification(rows, columns, n_informative=columns // 2, flip_y=0.05, random_state=seed, **options)


def grids():
    machine = {"C": [0.01, 0.1, 1, 10, 100, 1000, 10000], "gamma": [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1]}
    forest = {"max_depth": [5, 10, 20], "min_samples_leaf": [1, 5], "max_features": [0.2, 0.4]}
    for seed in SEEDS:
        for data, (x, y), estimator, grid, folds in (
            ("SVC on digits, 42 x 5", load_digits(return_X_y=True), SVC(), machine, 5),
            ("SVC on 2,000 rows, 42 x 5", table(2_000, 20, seed), SVC(), machine, 5),
            ("forest on 8,000 rows, 12 x 3", table(8_000, 20, seed), RandomForestClassifier(50, random_state=0), forest, 3),
        ):
            train_x, test_x, train_y, test_y = train_test_split(x, y, random_state=seed)
            for variant, search in (
                ("grid", GridSearchCV(estimator, grid, cv=folds)),
                ("halving, factor 3", HalvingGridSearchCV(estimator, grid, cv=folds, factor=3, random_state=0)),
                ("15 random", RandomizedSearchCV(estimator, grid, n_iter=15, cv=folds, random_state=0)),
            ):
                if variant == "15 random" and estimator.__class__ is not SVC:
                    continue
                work = lambda: search.fit(train_x, train_y).score(test_x, test_y)
                measure("exhaustive-grid-search", data, variant, seed, work)


def draws():
    machine = {"C": loguniform(1e-2, 1e4), "gamma": loguniform(1e-5, 1)}
    forest = {"max_depth": randint(4, 20), "min_samples_leaf": randint(1, 10)}
    for seed in SEEDS:
        for data, (x, y), estimator, space in (
            ("SVC on 2,000 rows, 40 x 3", table(2_000, 20, seed), SVC(), machine),
            ("forest of 40 on 4,500 rows, 40 x 3", table(6_000, 20, seed), RandomForestClassifier(40, random_state=0), forest),
        ):
            train_x, test_x, train_y, test_y = train_test_split(x, y, random_state=seed)
            halving = {"n_candidates": 40, "cv": 3, "random_state": seed}
            for variant, search in (
                ("random", RandomizedSearchCV(estimator, space, n_iter=40, cv=3, random_state=seed)),
                ("halving, min_resources='exhaust'", HalvingRandomSearchCV(estimator, space, min_resources="exhaust", **halving)),
                ("halving as it comes", HalvingRandomSearchCV(estimator, space, **halving)),
            ):
                work = lambda: search.fit(train_x, train_y).score(test_x, test_y)
                measure("full-budget-random-search", data, variant, seed, work)


def caches():
    for seed in SEEDS:
        x, y = table(2_000, 40, seed)
        for data, step in (
            ("mutual information, 5 x 3", SelectKBest(mutual_info_classif, k=10)),
            ("StandardScaler, 5 x 3", StandardScaler()),
        ):
            for variant in ("no cache", "memory="):
                with tempfile.TemporaryDirectory() as folder:
                    pipeline = make_pipeline(step, LogisticRegression(max_iter=200), memory=folder if variant == "memory=" else None)
                    search = GridSearchCV(pipeline, {"logisticregression__C": [0.01, 0.1, 1, 10, 100]}, cv=3)
                    measure("uncached-pipeline-in-search", data, variant, seed, lambda: search.fit(x, y).best_score_)


def folds():
    x, y = load_breast_cancer(return_X_y=True)
    for seed in SEEDS:
        estimator = make_pipeline(StandardScaler(), LogisticRegression())
        data = "logistic regression, 569 rows of breast cancer"
        work = lambda: cross_val_score(estimator, x, y, cv=LeaveOneOut()).mean()
        measure("leave-one-out-cross-validation", data, "a fit for each row", seed, work)
        measure("leave-one-out-cross-validation", data, "10 folds", seed, lambda: cross_val_score(estimator, x, y, cv=10).mean())
        rows, target = table(3_000, 20, seed)
        forest, scores = RandomForestClassifier(50, random_state=0), ["accuracy", "f1", "roc_auc"]
        data = "three scores of a forest, 3,000 rows, 5 folds"
        each = lambda: cross_val_score(forest, rows, target, scoring="accuracy").mean() + sum(
            0 * cross_val_score(forest, rows, target, scoring=score).mean() for score in scores[1:]
        )
        measure("repeated-cross-validation", data, "cross_val_score three times", seed, each)
        once = lambda: cross_validate(forest, rows, target, scoring=scores)["test_accuracy"].mean()
        measure("repeated-cross-validation", data, "one cross_validate", seed, once)


def elimination():
    for seed in SEEDS:
        x, y = table(2_000, 80, seed)
        for variant, step in (("step=1", 1), ("step=0.1", 0.1)):
            work = lambda: RFECV(LogisticRegression(max_iter=200), step=step).fit(x, y).n_features_
            measure("rfecv-one-feature-at-a-time", "logistic regression, 80 features (score: features kept)", variant, seed, work)


if __name__ == "__main__":
    heading("scikit-learn", "numpy")
    main(folds, elimination, caches, draws, grids)
