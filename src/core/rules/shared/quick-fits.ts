/** Estimators of scikit-learn whose fit takes moments, however it is repeated. */

/** Solved in one step, or one pass over the rows. */
const ONE_STEP =
  /^sklearn\.(linear_model\.(LinearRegression|Ridge|RidgeClassifier)|naive_bayes\.\w+|dummy\.Dummy\w+|neighbors\.NearestCentroid)$/;

export const isOneStep = (name: string): boolean => ONE_STEP.test(name);
