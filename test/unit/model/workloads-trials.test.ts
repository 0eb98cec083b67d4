/** Fits that scikit-optimize and Optunity run once for each evaluation of an objective. */
import assert from 'node:assert/strict';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workloads';

const SCORE = `from sklearn.model_selection import cross_val_score
from sklearn.svm import SVC
`;
const FIVE = 'return cross_val_score(SVC(C=c), X, y, cv=5).mean()';

describe('fits inside an objective', () => {
  before(loadParser);

  const fits = (why: string, text: string, expected: unknown): void =>
    void it(why, () => assert.deepEqual(facts(SCORE + text, 'fits'), { fits: expected }));
  const SKOPT = `from skopt import dummy_minimize, gp_minimize
from skopt.utils import use_named_args
@use_named_args(space)
def objective(c):
  ${FIVE}
`;
  const OPTUNITY = (decorator: string): string => `import optunity\n${decorator}def score(c, **rows):\n  ${FIVE}\n`;

  fits('are those of all calls of scikit-optimize', `${SKOPT}gp_minimize(objective, space, n_calls=20)`, 100);
  fits('have their number by place', `${SKOPT}dummy_minimize(objective, space, 30)`, 150);
  fits('are open where it is not written', `${SKOPT}gp_minimize(objective, space)`, null);
  fits(
    'are those of all evaluations of Optunity',
    `${OPTUNITY('')}optunity.minimize(score, num_evals=50, c=[0, 1])`,
    250,
  );
  fits(
    'are those of its folds as well',
    `${OPTUNITY('@optunity.cross_validated(x=X, y=y, num_folds=3)\n')}optunity.maximize(score, num_evals=50, c=[0, 1])`,
    750,
  );
  fits(
    'are not counted in a minimiser of that name',
    `from scipy.optimize import minimize\n${OPTUNITY('')}minimize(score, x0)`,
    5,
  );
});
