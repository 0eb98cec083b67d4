/** Time laws of classical estimators: ln t = b0 + bn ln(rows) + bf ln(features) + bk ln(classes), seconds on one core. */
import { lastPart } from './last-part';

export interface Law {
  readonly label: string;
  readonly b0: number;
  readonly bn: number;
  readonly bf: number;
  readonly bk: number;
  /** Standard deviation of ln(time) on other data and with other settings. */
  readonly sigma: number;
  /** Trees or other members that the law stands for, which is the default; null for an estimator that has none. */
  readonly members: number | null;
  /** Its matrix products use every core by themselves. */
  readonly parallel: boolean;
  readonly source: string;
}

const MEASURED = 'fits of scikit-learn 1.9.1 on one core of an AMD EPYC 9004 (2026)';

type Coefficients = readonly [b0: number, bn: number, bf: number, bk: number];

const law = (label: string, [b0, bn, bf, bk]: Coefficients, sigma: number, members?: number): Law => ({
  ...{ label, b0, bn, bf, bk, sigma },
  ...{ members: members ?? null, parallel: false, source: MEASURED },
});

const SVC = law('support vector machine', [-21.65, 2.2, 0.58, 0.29], 0.92);
const SVR = law('support vector regression', [-17.43, 1.94, 0.21, 0], 0.92);
const LINEAR_SVC = law('linear support vector machine', [-19.35, 1.28, 1.5, 1], 1.4);
const MLP: Law = { ...law('multi-layer perceptron', [-5.98, 0.79, 0, 0.17], 0.7), parallel: true };
const LOGISTIC = law('logistic regression', [-14.41, 0.8, 1.04, 1.66], 1.45);
const SGD = law('stochastic gradient descent', [-17.4, 1.45, 0.55, 1], 0.9);
const DESCENT = law('coordinate descent', [-16.11, 0.88, 0.73, 0], 1.2);
const LEAST_SQUARES = law('least squares', [-19.25, 1.09, 1.32, 0], 0.8);
const RIDGE = law('closed-form linear model', [-18.63, 0.99, 1.2, 0], 0.8);
const DISCRIMINANT = law('discriminant analysis', [-14.96, 0.87, 1.01, 0], 0.8);
const FOREST = law('random forest', [-9.53, 1.05, 0.34, 0.07], 0.92, 100);
const FOREST_REGRESSOR = law('random forest of regressors', [-10.49, 1.12, 0.85, 0], 0.92, 100);
const EXTRA = law('extra trees', [-9.18, 0.93, 0.29, 0.28], 0.76, 100);
const EXTRA_REGRESSOR = law('extra trees of regressors', [-9.54, 0.96, 0.79, 0], 0.76, 100);
const ISOLATION = law('isolation forest', [-3.69, 0.2, 0, 0], 0.8, 100);
const ADABOOST = law('boosted stumps', [-10.36, 0.95, 0.67, 0], 1.06, 50);
const GRADIENT = law('gradient boosting', [-11.48, 1.05, 0.82, 1.48], 0.85, 100);
const GRADIENT_REGRESSOR = law('gradient boosting of regressors', [-10.29, 1.05, 0.79, 0], 0.85, 100);
const TREE = law('decision tree', [-15.9, 1.24, 0.91, 0.16], 0.85);
const BAYES = law('naive Bayes', [-13.92, 0.8, 0.48, 0], 0.5);
const NEIGHBOURS = law('nearest neighbours, asked for a quarter of the rows', [-15.16, 1.33, 0.34, 0], 0.74);
const MEANS = law('clusters around means', [-13.18, 0.92, 0.68, 0], 0.9);
const MIXTURE = law('Gaussian mixture', [-10.39, 0.57, 0.68, 0], 0.9);
const DENSITY = law('clusters by density', [-13.8, 1.2, 0.43, 0], 1.2);
const PROCESS = law('Gaussian process', [-15.83, 2.13, 0, 0], 1.2);
const PAIRS = law('pairwise method', [-16.74, 2, 0, 0], 1.4);

/** A law for an estimator that was not measured: its neighbour's, with the spread of not knowing. */
const like = (neighbour: Law, label: string, shift: number, sigma: number): Law => ({
  ...neighbour,
  label,
  b0: neighbour.b0 + shift,
  sigma,
  source: `${MEASURED}; taken from ${neighbour.label}`,
});

/** Any other estimator: between the laws above, wide. */
export const ANY: Law = { ...law('classical estimator', [-10.5, 1, 0.5, 0.2], 1.6), source: `span of ${MEASURED}` };

// First match wins.
const BY_NAME: readonly (readonly [RegExp, Law])[] = [
  [/^(svc|nusvc)$/i, SVC],
  [/^(svr|nusvr|oneclasssvm)$/i, SVR],
  [/^mlp(classifier|regressor)$/i, MLP],
  [/^randomforestregressor/i, FOREST_REGRESSOR],
  [/^randomforest/i, FOREST],
  [/^extratreesregressor/i, EXTRA_REGRESSOR],
  [/^extratrees/i, EXTRA],
  // Ten trees, each on two thirds of the rows.
  [/^bagging(classifier|regressor)/i, { ...like(TREE, 'bagged trees', 1.9, 1), members: 10 }],
  [/^isolationforest/i, ISOLATION],
  [/^adaboost/i, ADABOOST],
  [/^gradientboostingregressor/i, GRADIENT_REGRESSOR],
  [/^gradientboosting/i, GRADIENT],
  [/^(gaussiannb|multinomialnb|bernoullinb|complementnb|categoricalnb|nearestcentroid)$/i, BAYES],
  [/^(kneighbors|radiusneighbors|nearestneighbors)/i, NEIGHBOURS],
  [/^(lineardiscriminant|quadraticdiscriminant)/i, DISCRIMINANT],
  [/^logisticregression$/i, LOGISTIC],
  [/^linearsv[cr]$/i, LINEAR_SVC],
  [/^(sgd|perceptron|passiveaggressive)/i, SGD],
  [/^(elasticnet|lasso|lars|huber)/i, DESCENT],
  [/^linearregression$/i, LEAST_SQUARES],
  [/^(ridge|bayesianridge|pls|pca|truncatedsvd)/i, RIDGE],
  [/^decisiontree|^extratree/i, TREE],
  [/^(minibatch)?kmeans/i, MEANS],
  [/^gaussianmixture/i, MIXTURE],
  [/^h?dbscan/i, DENSITY],
  [/^spectral/i, like(PAIRS, 'spectral clustering', 0.9, 1.4)],
  [/^gaussianprocess/i, PROCESS],
  [/^(kernelridge|agglomerative|tsne|umap)/i, PAIRS],
  [/^(stacking|voting)/i, { ...like(FOREST, 'ensemble', 1.5, 1.4), members: null }],
  [/^(pipeline|columntransformer|onevsrest|calibrated|multioutput|featureunion)/i, ANY],
];

/** The law of a scikit-learn estimator by class name; undefined when the name is not one. */
export function lawOf(estimator: string): Law | undefined {
  const name = lastPart(estimator);
  return BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
}

/** A fit with the defaults of the estimator and two classes. */
export function secondsByLaw(law: Law, rows: number, columns: number, cores: number): number {
  const seconds = Math.exp(law.b0 + law.bn * Math.log(rows) + law.bf * Math.log(columns) + law.bk * Math.LN2);
  return law.parallel ? seconds / coresGain(cores) : seconds;
}

/** What matrix products gain from many cores: the same perceptrons on four and on 24 of them in raphischer/metaqure. */
export const coresGain = (cores: number): number => Math.max(1, cores) ** 0.4;
