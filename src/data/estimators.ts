/** Time laws of classical estimators: ln t = b0 + bn ln(rows) + bf ln(features) + bk ln(classes), seconds on an i7-6700. */

export interface Law {
  readonly label: string;
  readonly b0: number;
  readonly bn: number;
  readonly bf: number;
  readonly bk: number;
  /** Exponent of the rows beyond `KNEE`, from the complexity of the algorithm; the fit holds few data sets that large. */
  readonly large: number;
  /** Standard deviation of ln(time) on data sets that were not fitted. */
  readonly sigma: number;
  /** The law was fitted with every core at work. */
  readonly parallel: boolean;
  readonly source: string;
}

/** Rows up to which the fitted exponent holds. */
export const KNEE = 20_000;

const METAQURE = 'fitted on raphischer/metaqure, 200 data sets (2024)';

type Coefficients = readonly [b0: number, bn: number, bf: number, bk: number];

const law = (label: string, [b0, bn, bf, bk]: Coefficients, large: number, sigma: number, parallel = ''): Law => ({
  label,
  large,
  b0,
  bn,
  bf,
  bk,
  sigma,
  parallel: parallel === 'parallel',
  source: METAQURE,
});

const SVC = law('support vector machine', [-15.75, 1.53, 0.45, 0.16], 2, 0.92);
const MLP = law('multi-layer perceptron', [-10, 0.96, 0.31, 0.27], 1, 0.58, 'parallel');
const LOGISTIC = law('linear model', [-7.36, 0.54, 0.61, 0.64], 0.8, 1.21);
const FOREST = law('random forest', [-5.92, 0.46, 0.1, 0.35], 1.05, 0.92, 'parallel');
const EXTRA = law('extra trees', [-5.54, 0.35, 0.11, 0.24], 1.05, 0.76, 'parallel');
const ADABOOST = law('boosted stumps', [-7.55, 0.58, 0.43, 0.52], 1, 1.06);
const BAYES = law('naive Bayes', [-9.89, 0.4, 0.31, 0.17], 1, 0.5);
const NEIGHBOURS = law('nearest neighbours', [-11.59, 0.65, 0.52, 0.01], 1, 0.74);

/** A law for an estimator that was not measured: its neighbour's, with the spread of not knowing. */
const like = (neighbour: Law, label: string, shift: number, sigma: number): Law => ({
  ...neighbour,
  label,
  b0: neighbour.b0 + shift,
  sigma,
  source: `${METAQURE}; taken from ${neighbour.label}`,
});

/** Any other estimator: between the laws above, wide. */
export const ANY: Law = { ...law('classical estimator', [-8, 0.7, 0.35, 0.3], 1, 1.6), source: `span of ${METAQURE}` };

// First match wins.
const BY_NAME: readonly (readonly [RegExp, Law])[] = [
  [/^(svc|nusvc|svr|nusvr|oneclasssvm)$/i, SVC],
  [/^mlp(classifier|regressor)$/i, MLP],
  [/^randomforest/i, FOREST],
  [/^(extratrees|baggingclassifier|baggingregressor|isolationforest)/i, EXTRA],
  [/^adaboost/i, ADABOOST],
  [/^gradientboosting/i, like(ADABOOST, 'gradient boosting', 1.5, 1.3)],
  [/^(gaussiannb|multinomialnb|bernoullinb|complementnb|categoricalnb)$/i, BAYES],
  [
    /^(kneighbors|radiusneighbors|nearestneighbors|nearestcentroid|lineardiscriminant|quadraticdiscriminant)/i,
    NEIGHBOURS,
  ],
  [/^logisticregression$/i, LOGISTIC],
  [
    /^(linearsvc|linearsvr|sgd|perceptron|passiveaggressive|elasticnet|lasso|lars|huber)/i,
    like(LOGISTIC, 'linear model', -0.5, 1.4),
  ],
  [/^(linearregression|ridge|bayesianridge|pls|pca|truncatedsvd)/i, like(BAYES, 'closed-form linear model', 1, 1.2)],
  [/^decisiontree|^extratree/i, like(ADABOOST, 'decision tree', -2, 1.2)],
  [/^(minibatch)?kmeans|^gaussianmixture/i, like(LOGISTIC, 'clustering', -0.5, 1.4)],
  [
    /^(gaussianprocess|kernelridge|spectral|dbscan|hdbscan|agglomerative|tsne|umap)/i,
    like(SVC, 'pairwise method', 0.5, 1.4),
  ],
  [/^(stacking|voting)/i, like(FOREST, 'ensemble', 1.5, 1.4)],
  [/^(pipeline|columntransformer|onevsrest|calibrated|multioutput|featureunion)/i, ANY],
];

/** The law of a scikit-learn estimator by class name; undefined when the name is not one. */
export function lawOf(estimator: string): Law | undefined {
  const name = estimator.split('.').pop() ?? estimator;
  return BY_NAME.find(([pattern]) => pattern.test(name))?.[1];
}

/** ln of the law's factor for rows, and its exponent there. */
export function rowsTerm(law: Law, rows: number): { readonly ln: number; readonly exponent: number } {
  if (rows <= KNEE) return { ln: law.bn * Math.log(rows), exponent: law.bn };
  const beyond = Math.max(law.bn, law.large);
  return { ln: law.bn * Math.log(KNEE) + beyond * Math.log(rows / KNEE), exponent: beyond };
}
