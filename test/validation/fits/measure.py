"""Processor time of one fit of classical estimators and of boosting libraries, over rows, columns and classes.

    python measure.py times.csv              measures what the file does not hold yet
    python measure.py times.csv SVC Ridge    only these

Each estimator has its defaults, and one thread. Tables grow until the next is expected to take longer than LONGEST; a fit that
takes longer than LIMIT is given up and noted as `>LIMIT`. There are four kinds of tables: `clean` (columns of one scale, classes
that can be told apart), `raw` (columns of scales from 0.1 to 100, a fifth of the labels at random) and `shifted` (the same, but
no column has its mean at 0), because what iterates takes as long as its data are hard, and `coded` (seven values in half the
columns, two in a quarter) for trees on exact splits.
"""
import csv
import os
import resource
import sys
import time
import warnings
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np  # noqa: E402
from sklearn import cluster, decomposition, discriminant_analysis, ensemble, gaussian_process, kernel_ridge  # noqa: E402
from sklearn import linear_model, mixture, naive_bayes, neighbors, neural_network, svm, tree  # noqa: E402

LONGEST = float(os.environ.get("LONGEST", 8))
LIMIT = int(os.environ.get("LIMIT", 20))
FIELDS = ["estimator", "kind", "rows", "columns", "classes", "rounds", "seconds"]

# Rows x columns x classes, in the order of what they cost.
SIZES = (
    *((1_000, 10), (1_000, 50), (4_000, 10), (4_000, 50), (4_000, 200), (16_000, 10), (16_000, 50), (50_000, 20)),
    *((16_000, 200), (100_000, 10), (100_000, 50)),
)
PLAN = [(rows, columns, 2) for rows, columns in SIZES]
MANY_CLASSES = [(4_000, 20, 3), (4_000, 20, 10)]
PAIRWISE = [(rows, columns, 2) for rows in (500, 1_000, 2_000) for columns in (10, 50)]


def xgboost_of(method):
    def make(rounds):
        from xgboost import XGBClassifier
        return XGBClassifier(n_estimators=rounds, n_jobs=1, tree_method=method)
    return make


def lightgbm_of(rounds):
    from lightgbm import LGBMClassifier
    return LGBMClassifier(n_estimators=rounds, n_jobs=1, verbose=-1)


def catboost_of(rounds):
    from catboost import CatBoostClassifier
    return CatBoostClassifier(iterations=rounds, thread_count=1, verbose=0, allow_writing_files=False)


# Maker of rounds, and rounds: boosting costs so much a round that a part of the usual number tells the rest.
BOOSTED = {
    "GradientBoostingClassifier": (lambda n: ensemble.GradientBoostingClassifier(n_estimators=n), 10),
    "GradientBoostingRegressor": (lambda n: ensemble.GradientBoostingRegressor(n_estimators=n), 10),
    "HistGradientBoostingClassifier": (
        lambda n: ensemble.HistGradientBoostingClassifier(max_iter=n, early_stopping=False), 50),
    "XGBClassifier": (xgboost_of("hist"), 50),
    "XGBClassifier exact": (xgboost_of("exact"), 5),
    "LGBMClassifier": (lightgbm_of, 50),
    "CatBoostClassifier": (catboost_of, 50),
    "RandomForestClassifier": (lambda n: ensemble.RandomForestClassifier(n), 10),
    "RandomForestRegressor": (lambda n: ensemble.RandomForestRegressor(n), 4),
    "ExtraTreesClassifier": (lambda n: ensemble.ExtraTreesClassifier(n), 10),
    "ExtraTreesRegressor": (lambda n: ensemble.ExtraTreesRegressor(n), 4),
}

PLAIN = {
    "SVC": svm.SVC,
    "LinearSVC": svm.LinearSVC,
    "LogisticRegression": linear_model.LogisticRegression,
    "MLPClassifier": neural_network.MLPClassifier,
    "AdaBoostClassifier": ensemble.AdaBoostClassifier,
    "KNeighborsClassifier": neighbors.KNeighborsClassifier,
    "DecisionTreeClassifier": tree.DecisionTreeClassifier,
    "SGDClassifier": linear_model.SGDClassifier,
    "SVR": svm.SVR,
    "Ridge": linear_model.Ridge,
    "LinearRegression": linear_model.LinearRegression,
    "Lasso": linear_model.Lasso,
    "GaussianNB": naive_bayes.GaussianNB,
    "LinearDiscriminantAnalysis": discriminant_analysis.LinearDiscriminantAnalysis,
    "KMeans": cluster.KMeans,
    "PCA": decomposition.PCA,
    "BaggingClassifier": ensemble.BaggingClassifier,
    "IsolationForest": ensemble.IsolationForest,
    "GaussianMixture": mixture.GaussianMixture,
    "DecisionTreeRegressor": tree.DecisionTreeRegressor,
}

# Whom the default number of iterations does not suffice, writes more.
MORE_ITERATIONS = {"LogisticRegression": 1_000}

PAIRS = {
    "GaussianProcessClassifier": gaussian_process.GaussianProcessClassifier,
    "GaussianProcessRegressor": gaussian_process.GaussianProcessRegressor,
    "KernelRidge": kernel_ridge.KernelRidge,
    "DBSCAN": cluster.DBSCAN,
    "AgglomerativeClustering": cluster.AgglomerativeClustering,
    "SpectralClustering": cluster.SpectralClustering,
}


KINDS = ("clean", "raw")
# What takes ten times as long on one kind as on the other.
ALL_KINDS = ("LinearSVC", "LogisticRegression", "SGDClassifier", "KNeighborsClassifier")
# What looks at every value of a column, and has less to do where there are few.
TREES = ("AdaBoost", "DecisionTree", "ExtraTrees", "GradientBoosting", "RandomForest", "XGBClassifier exact")


def kinds_of(name, at):
    """In turn, so that none belongs to a size."""
    if name in ALL_KINDS:
        return (*KINDS, "shifted")
    return (KINDS[at % 2], "coded") if name.startswith(TREES) and at % 3 == 1 else (KINDS[at % 2],)


def table(rows, columns, classes, kind):
    """A third of the columns tell the class, by a surface that no plane follows."""
    rng = np.random.default_rng(rows + columns + classes)
    x = rng.standard_normal((rows, columns))
    told = max(3, columns // 3)
    hidden = np.tanh(x[:, :told] @ rng.standard_normal((told, 8)) / told**0.5)
    score = hidden @ rng.standard_normal(8) + (0.1 if kind == "clean" else 0.8) * rng.standard_normal(rows)
    labels = np.searchsorted(np.quantile(score, np.arange(1, classes) / classes), score)
    if kind in ("raw", "shifted"):
        x *= 10 ** rng.uniform(-1, 2, columns)
        random = rng.random(rows) < 0.2
        labels[random] = rng.integers(0, classes, random.sum())
    if kind == "shifted":
        x += 2 * x.std(axis=0)
    if kind == "coded":
        x[:, ::2] = np.clip(np.round(x[:, ::2] * 1.5), -3, 3)
        x[:, 1::4] = x[:, 1::4] > 0.8
    return x, labels, score


def seconds_of(name, rounds, data):
    x, labels, score = data
    y = score if name.endswith(("Regressor", "Regression", "Ridge", "SVR", "Lasso")) and "Logistic" not in name else labels
    if name in BOOSTED:
        estimator = BOOSTED[name][0](rounds)
    else:
        estimator = (PLAIN | PAIRS)[name](**({"max_iter": rounds} if rounds else {}))
    before = time.process_time()
    estimator.fit(x, y)
    if "Neighbors" in name:
        # Its cost is in the answers: those for a quarter of the rows, as when a fifth is held out.
        estimator.predict(x[: len(x) // 4])
    return time.process_time() - before


def limited(name, rounds, data):
    """In a process of its own, which ends when it has used up LIMIT; what it took, as text."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
        resource.setrlimit(resource.RLIMIT_CPU, (used + LIMIT, used + LIMIT))
        os.write(writer, f"{seconds_of(name, rounds, data):.3g}".encode())
        os._exit(0)
    os.close(writer)
    said = os.read(reader, 100).decode()
    os.close(reader)
    os.waitpid(child, 0)
    return said or f">{LIMIT}"


def measured(path):
    if not path.exists():
        return {}
    with path.open() as file:
        return {tuple(row[one] for one in FIELDS[:-1]): row["seconds"] for row in csv.DictReader(file)}


def expected(taken, name, rows, columns):
    """From the last table that is no larger in either way; rows count with the power of 1.6, or 3 for pairs."""
    known = [one for one in taken if one[0] <= rows and one[1] <= columns]
    power = 3 if name in PAIRS else 1.6
    return max((s * (rows / r) ** power * columns / c for r, c, s in known[-1:]), default=0)


def measure(name, rounds, path, done):
    if name in BOOSTED:
        BOOSTED[name][0](rounds)
    taken = []
    plan = PAIRWISE if name in PAIRS else PLAN + MANY_CLASSES
    for at, (rows, columns, classes) in enumerate(plan):
        for kind in kinds_of(name, at):
            key = tuple(map(str, (name, kind, rows, columns, classes, rounds)))
            seconds = done.get(key)
            if seconds is None and expected(taken, name, rows, columns) > LONGEST:
                continue
            if seconds is None:
                seconds = limited(name, rounds, table(rows, columns, classes, kind))
                with path.open("a", newline="") as file:
                    csv.writer(file, lineterminator="\n").writerow([*key, seconds])
            taken.append((rows, columns, float(seconds.lstrip(">"))))


def main():
    warnings.filterwarnings("ignore")
    path = Path(sys.argv[1])
    done = measured(path)
    if not path.exists():
        path.write_text(",".join(FIELDS) + "\n")
    names = sys.argv[2:] or [*BOOSTED, *PLAIN, *PAIRS]
    # What is imported or looked up once is no part of a fit; processes that are made later have it.
    seconds_of("GaussianNB", 0, table(100, 10, 2, "clean"))
    for name in names:
        measure(name, BOOSTED[name][1] if name in BOOSTED else 0, path, done)
        if name in MORE_ITERATIONS:
            measure(name, MORE_ITERATIONS[name], path, done)


if __name__ == "__main__":
    main()
