/** Workload facts of scikit-learn: estimators, searches, cross-validations. */
import assert from 'node:assert/strict';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workload-facts';

const FIT = 'from sklearn.svm import SVC\n';

describe('workload of a scikit-learn run', () => {
  before(loadParser);

  it('names an OpenML data set by its argument', () => {
    const text = `${FIT}from sklearn.datasets import fetch_openml
X, y = fetch_openml("adult", version=2, return_X_y=True)
SVC().fit(X, y)`;
    assert.deepEqual(facts(text, 'dataset', 'model'), { dataset: 'adult', model: 'SVC' });
  });

  it('follows data through dropped columns, arrays and a split', () => {
    const text = `${FIT}from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
X = load_digits(as_frame=True).frame
X = X.drop(columns=["target"])
X_train, X_test = train_test_split(X.to_numpy(), test_size=0.5)
SVC().fit(X_train, y)`;
    assert.deepEqual(facts(text, 'dataset', 'samples'), { dataset: 'load_digits', samples: 899 });
  });

  it('takes a literal slice bound for the rows', () => {
    const text = `${FIT}from sklearn.datasets import fetch_openml
X, y = fetch_openml(name="mnist_784", return_X_y=True)
SVC().fit(X[:5000], y[:5000])`;
    assert.deepEqual(facts(text, 'dataset', 'samples'), { dataset: 'mnist_784', samples: 5000 });
  });

  it('does not guess rows from a slice of unknown length', () => {
    assert.deepEqual(facts(`${FIT}X = load()\nSVC().fit(X[:n], y)`, 'samples'), { samples: null });
  });

  it('follows a local function that returns the pair', () => {
    const text = `${FIT}from sklearn.datasets import load_wine
def load():
    data = load_wine()
    return data.data, data.target
X, y = load()
SVC().fit(X, y)`;
    assert.deepEqual(facts(text, 'dataset', 'samples', 'features'), {
      dataset: 'load_wine',
      samples: 178,
      features: 13,
    });
  });

  it('reads the rows of made-up data, the default columns softly', () => {
    const text = `${FIT}from sklearn.datasets import make_classification
X, y = make_classification(n_samples=4000)
SVC().fit(X, y)`;
    assert.deepEqual(facts(text, 'samples', 'features'), { samples: 4000, features: '20?' });
  });

  it('takes the jobs of the search before those of the estimator', () => {
    const text = `from sklearn.model_selection import GridSearchCV
from sklearn.ensemble import RandomForestClassifier
GridSearchCV(RandomForestClassifier(n_jobs=2), {"max_depth": [1, 2]}, n_jobs=-1).fit(X, y)`;
    assert.deepEqual(facts(text, 'jobs', 'candidates', 'fits'), { jobs: -1, candidates: 2, fits: 10 });
  });

  it('takes the jobs of the estimator where the search has none', () => {
    const text = `from sklearn.model_selection import cross_val_score
from sklearn.ensemble import RandomForestClassifier
cross_val_score(RandomForestClassifier(n_jobs=4), X, y, cv=3)`;
    assert.deepEqual(facts(text, 'jobs', 'folds'), { jobs: 4, folds: 3 });
  });

  it('takes the jobs of the last step of a pipeline', () => {
    const text = `from sklearn.pipeline import make_pipeline
from sklearn.ensemble import RandomForestClassifier
from sklearn.preprocessing import StandardScaler
make_pipeline(StandardScaler(), RandomForestClassifier(n_jobs=8)).fit(X, y)`;
    assert.deepEqual(facts(text, 'jobs', 'model'), { jobs: 8, model: 'RandomForestClassifier' });
  });

  it('takes the threads and the rounds of a boosting library', () => {
    const text = `from catboost import CatBoostClassifier
CatBoostClassifier(iterations=500, thread_count=6).fit(X, y)`;
    assert.deepEqual(facts(text, 'jobs', 'maxSteps'), { jobs: 6, maxSteps: 500 });
  });
});

describe('workload of a search', () => {
  before(loadParser);

  const RANDOM =
    'from sklearn.model_selection import RandomizedSearchCV, cross_val_score, KFold\nfrom sklearn.svm import SVC\n';
  const COUNTS = ['candidates', 'folds', 'fits', 'refits'] as const;

  it('draws as often as it is told, and ten times by default', () => {
    const text = `${RANDOM}RandomizedSearchCV(SVC(), space, n_iter=40, cv=3, refit=False).fit(X, y)`;
    assert.deepEqual(facts(text, ...COUNTS), { candidates: 40, folds: 3, fits: 120, refits: 0 });
    const bare = `${RANDOM}RandomizedSearchCV(SVC(), space).fit(X, y)`;
    assert.deepEqual(facts(bare, ...COUNTS), { candidates: '10?', folds: 5, fits: 50, refits: 1 });
  });

  it('draws no more often than there are combinations', () => {
    const text = `${RANDOM}RandomizedSearchCV(SVC(), {"C": [1, 2, 3]}, n_iter=40).fit(X, y)`;
    assert.deepEqual(facts(text, ...COUNTS), { candidates: 3, folds: 5, fits: 15, refits: 1 });
  });

  it('multiplies the loops around the calls of its function', () => {
    const text = `${RANDOM}
def tune(target):
    return RandomizedSearchCV(SVC(), space, n_iter=20).fit(X, target)
for target in ["a", "b", "c"]:
    tune(target)`;
    assert.deepEqual(facts(text, ...COUNTS), { candidates: 20, folds: 5, fits: 300, refits: 3 });
  });

  it('knows no fits in a loop that it cannot count', () => {
    const text = `${RANDOM}while go():\n    RandomizedSearchCV(SVC(), space, n_iter=20).fit(X, y)`;
    assert.deepEqual(facts(text, ...COUNTS), { candidates: 20, folds: 5, fits: null, refits: null });
  });

  it('counts the folds of a list of splits', () => {
    const text = `${RANDOM}splits = list(KFold(4).split(X))\ncross_val_score(SVC(), X, y, cv=splits)`;
    assert.deepEqual(facts(text, 'folds', 'fits', 'refits'), { folds: 4, fits: 4, refits: 0 });
  });

  it('runs once for each fit of one search', () => {
    const { workloads } = modelOf(`${RANDOM}s = RandomizedSearchCV(SVC(), space)\ns.fit(X, y)\ns.fit(X2, y2)`);
    assert.deepEqual(
      workloads.map((one) => one.fits?.value),
      [50, 50],
    );
  });

  it('fits each candidate of CatBoost on one split, or on its folds when told', () => {
    const text = (more: string): string =>
      `from catboost import CatBoostClassifier\nCatBoostClassifier().grid_search({"depth": [4, 6]}, X, y${more})`;
    assert.deepEqual(facts(text(''), ...COUNTS), { candidates: 2, folds: 1, fits: 2, refits: 1 });
    const folded = text(', search_by_train_test_split=False');
    assert.deepEqual(facts(folded, ...COUNTS), { candidates: 2, folds: 3, fits: 6, refits: 1 });
  });
});
