/** Times of estimators, forests and boosting: what they grow with, and what one is taken for. */
import assert from 'node:assert/strict';
import { boostingTime, classicalTime, familyOf, type CpuTime } from '../../../src/core/estimate/classical';
import { isHardware, parseHardware } from '../../../src/core/estimate/hardware';
import type { HardwareSpec } from '../../../src/core/estimate/types';
import type { Workload } from '../../../src/core/model/workload';
import { workloadWith } from '../../support/workload';

type Values = Parameters<typeof workloadWith>[0];
type Law = (workload: ReturnType<typeof workloadWith>, hardware: HardwareSpec) => CpuTime;

function run(values: Values, hardware = 'i7-6700', law: Law = classicalTime): CpuTime {
  const spec = parseHardware(hardware);
  if (!isHardware(spec)) assert.fail(spec.message);
  return law(workloadWith(values), spec);
}
const seconds = (...given: Parameters<typeof run>) =>
  Math.exp(run(...given).factors.reduce((sum, { ln }) => sum + ln, 0));
const factor = (name: string, ...given: Parameters<typeof run>) =>
  run(...given).factors.find((one) => one.name === name) ?? assert.fail(`no ${name}`);
const near = (value: number, wanted: number, within = 1e-9) =>
  assert.ok(Math.abs(value / wanted - 1) < within, `${value}, ${wanted}`);

const SVC = { framework: 'sklearn', model: 'svm.SVC', samples: 10_000, features: 20, classes: 2 } as const;
const SEARCH = { ...SVC, kind: 'search', candidates: 10, folds: 5 } as const;
const FOREST = { framework: 'sklearn', model: 'RandomForestClassifier', samples: 100_000, features: 100 } as const;
const BOOSTING = { framework: 'lightgbm', model: 'LGBMClassifier', samples: 1e6, features: 50, maxSteps: 10 } as const;

describe('the law of a workload', () => {
  const families: readonly (readonly [{ framework?: Workload['framework']; model?: string }, string])[] = [
    [{ framework: 'sklearn', model: 'HistGradientBoostingClassifier' }, 'boosting'],
    [{ framework: 'sklearn', model: 'GradientBoostingClassifier' }, 'classical'],
    [{ framework: 'xgboost' }, 'boosting'],
    [{ framework: 'lightgbm' }, 'boosting'],
    [{ framework: 'catboost' }, 'boosting'],
    [{ framework: 'other', model: 'xgboost.XGBRegressor' }, 'boosting'],
    [{ framework: 'sklearn' }, 'classical'],
    [{ framework: 'other', model: 'sklearn.svm.SVC' }, 'classical'],
    [{ model: 'resnet50' }, 'deep'],
    [{ framework: 'torch', model: 'LogisticRegression' }, 'deep'],
    [{}, 'deep'],
  ];
  for (const [values, wanted] of families)
    it(`is ${wanted} for ${values.model ?? values.framework ?? 'what is unknown'}`, () =>
      assert.equal(familyOf(workloadWith(values)), wanted));
});

describe('the time of an estimator', () => {
  it('adds two milliseconds of calls to what the law says', () => {
    const tiny = seconds({ ...SVC, samples: 20 });
    const without = tiny / Math.exp(factor('overhead of a fit', { ...SVC, samples: 20 }).ln);
    assert.ok(Math.abs(tiny - without - 0.002) < 1e-9);
  });
  it('takes what is not written from the data set, else from priors that say so', () => {
    const digits = { framework: 'sklearn', model: 'SVC', dataset: 'load_digits' } as const;
    assert.deepEqual(
      ['rows', 'features', 'classes'].map((name) => factor(name, digits).value),
      ['1,797', '64', '10'],
    );
    assert.deepEqual(
      [factor('rows', digits).origin, factor('rows', { ...digits, samples: 5 }).value],
      ['bundled data', '5'],
    );
    const unknown = { framework: 'sklearn', model: 'SVC' } as const;
    for (const [name, value, source] of [
      ['rows', '10,000', 'rows unknown'],
      ['features', '20', 'features unknown'],
      ['classes', '2', 'classes unknown'],
    ] as const) {
      const found = factor(name, unknown);
      assert.deepEqual([found.value, found.source, found.origin], [value, source, 'prior']);
      assert.ok(found.down > 0, name);
    }
  });
  it('counts columns of categories five times, where they are not a thousand already', () => {
    const columns = (features: number) => factor('features', { ...SVC, features, encoded: true }).value;
    assert.deepEqual([columns(20), columns(1000), columns(1001)], ['100', '5,000', '1,001']);
    assert.ok(factor('features', { ...SVC, encoded: true }).down > 0);
    assert.equal(factor('features', { ...SVC, encoded: false }).value, '20');
  });
  it('goes by the speed of the processor, less surely where it is not known', () => {
    const speed = (hardware: string) => Math.exp(factor('processor speed', SVC, hardware).ln);
    near(speed('i9-13900K'), 1 / 1.6);
    near(speed('i7-10610U'), 1 / 0.95);
    near(speed('c6i.8xlarge'), 1 / 0.9);
    near(speed('Apple M3 Max'), 1 / 1.6);
    near(speed('16 vCPU'), 1);
  });
});

describe('the cores of an estimator', () => {
  const gain = (values: Values, hardware = 'i9-13900K') => Math.exp(-factor('n_jobs', values, hardware).ln);
  const hasJobs = (values: Values) => run(values, 'i9-13900K').factors.some(({ name }) => name === 'n_jobs');

  it('fit candidates of a search side by side, no more than there are', () => {
    near(gain({ ...SEARCH, jobs: 4 }), 4 ** 0.75);
    near(gain({ ...SEARCH, jobs: -1 }), gain({ ...SEARCH, jobs: 1000 }));
    assert.ok(gain({ ...SEARCH, jobs: -1 }) > gain({ ...SEARCH, jobs: 4 }));
    near(gain({ ...SVC, kind: 'cross-validation', folds: 5, jobs: 2 }), 2 ** 0.75);
    assert.equal(run({ ...SEARCH, jobs: 4 }).load, 'all cores');
  });
  it('stay idle in one fit, with one job, and where nothing says', () => {
    for (const values of [{ ...SVC, jobs: 4 }, { ...SEARCH, jobs: 1 }, SEARCH, { ...SEARCH, jobs: Number.NaN }]) {
      assert.ok(!hasJobs(values));
      assert.equal(run(values).load, 'one core');
    }
  });
  it('are all busy in the matrix products of a perceptron', () => {
    assert.equal(run({ ...SVC, model: 'MLPClassifier' }).load, 'all cores');
  });
});

describe('the time of a forest', () => {
  it('grows with the trees, of a regressor with the columns and of a classifier with a part of them', () => {
    near(seconds({ ...FOREST, maxSteps: 400 }) / seconds({ ...FOREST, maxSteps: 200 }), 2, 1e-3);
    const wider = (model: string) => seconds({ ...FOREST, model, features: 400 }) / seconds({ ...FOREST, model });
    assert.ok(wider('RandomForestRegressor') > 2.5 && wider('RandomForestClassifier') < 2.5);
    assert.ok(seconds({ ...FOREST, model: 'ExtraTreesClassifier' }) < seconds(FOREST));
  });
  it('has a hundred trees where nothing says', () => {
    const { value, origin } = factor('trees', FOREST);
    assert.deepEqual([value, origin], ['100', 'code default']);
    assert.equal(factor('trees', { ...FOREST, maxSteps: 7 }).value, '7');
  });
  it('grows trees side by side as n_jobs says', () => {
    const gain = (jobs?: number) =>
      Math.exp(-factor('n_jobs', jobs === undefined ? FOREST : { ...FOREST, jobs }, 'i9-13900K').ln);
    near(gain(), 1);
    near(gain(1), 1);
    near(gain(0), 1);
    near(gain(4), 4 ** 0.9);
    near(gain(-1), gain(1000));
    assert.equal(factor('n_jobs', FOREST).value, 'not set');
    assert.equal(run({ ...FOREST, jobs: 4 }).load, 'all cores');
    assert.equal(run(FOREST).load, 'one core');
  });
  it('is less sure of its cores in a search that does not set them', () => {
    const width = (values: Values) => factor('n_jobs', { ...FOREST, ...values }).down;
    assert.ok(width({ kind: 'search' }) > width({}));
    assert.equal(width({ kind: 'search', jobs: 2 }), width({}));
  });
});

describe('the time of boosting', () => {
  const round = (values: Values, hardware = 'c6i.8xlarge') =>
    Math.exp(factor('seconds a round', { ...BOOSTING, ...values }, hardware, boostingTime).ln);

  it('is a fixed cost, and of each row a part that all threads share (docs/estimates.md)', () => {
    near(round({}), 0.00028 + 50 * 67e-6 + 1e6 * (15e-9 + (50 * 9.4e-9) / 16 ** 0.85));
    near(round({}, '1 vCPU'), 0.00028 + 50 * 67e-6 + 1e6 * (15e-9 + 50 * 9.4e-9));
    near(round({ samples: 1 }), 0.00028 + 50 * 67e-6, 1e-4);
  });
  it('is longer for other libraries, many times for exact tree growing, and for each class from three on', () => {
    assert.ok(round({ framework: 'xgboost', model: 'XGBClassifier' }) > round({}));
    assert.ok(round({ framework: 'catboost', model: 'CatBoostClassifier' }) > round({}));
    assert.ok(round({ framework: 'xgboost', model: 'booster exact' }) > 5 * round({ framework: 'xgboost' }));
    near(round({ classes: 2 }), round({}));
    near(round({ classes: 10 }), 10 * round({}));
  });
  it('is longer on fewer than sixteen threads, and not shorter on more', () => {
    assert.ok(round({}, '4 vCPU') > 2 * round({}));
    near(round({}, '2x c6i.32xlarge'), round({}));
  });
  it('has the rounds that are written, or the default of the library', () => {
    const rounds = (values: Values) => factor('boosting rounds', { samples: 100, ...values }, 'i7-6700', boostingTime);
    assert.equal(rounds({ framework: 'lightgbm', maxSteps: 7 }).value, '7');
    assert.equal(rounds({ framework: 'lightgbm', epochs: 8 }).value, '8');
    assert.deepEqual(
      (['lightgbm', 'xgboost', 'catboost'] as const).map((framework) => rounds({ framework }).value),
      ['100', '100', '1,000'],
    );
    assert.equal(rounds({ framework: 'lightgbm' }).origin, 'code default');
  });
  it('is less sure of tables whose rows or columns are not known', () => {
    const width = (values: Values) => factor('seconds a round', values, 'c6i.8xlarge', boostingTime).down;
    assert.ok(width({ framework: 'lightgbm', features: 50 }) > width({ ...BOOSTING, samples: 10_000 }));
    assert.ok(width({ framework: 'lightgbm', samples: 1e6 }) > width({ ...BOOSTING, features: 20 }));
  });
  it('repeats and stops early as other trainings do', () => {
    const names = (values: Values) =>
      run({ ...BOOSTING, ...values }, 'i7-6700', boostingTime).factors.map(({ name }) => name);
    assert.ok(names({ stopsEarly: true }).includes('early stopping'));
    assert.ok(!names({}).includes('early stopping'));
    assert.equal(run(BOOSTING, 'i7-6700', boostingTime).load, 'all cores');
  });
});
