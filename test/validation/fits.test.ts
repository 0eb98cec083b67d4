/** The time laws of estimators against the fits of fits/times.csv that they were made of; prints the table and gates on it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { boostingTime, classicalTime, familyOf } from '../../src/core/estimate/classical';
import { isHardware, parseHardware } from '../../src/core/estimate/hardware';
import { product } from '../../src/core/estimate/spread';
import type { Workload } from '../../src/core/model/workload';
import { workloadWith } from '../support/workload';

interface Fit {
  readonly estimator: string;
  readonly size: string;
  /** Logarithms of estimate / measured time, and of the ends of the range against it. */
  readonly ln: number;
  readonly inside: boolean;
}

/** One core as fast as the one of the laws. */
const ONE_CORE = parseHardware('1 vCPU');
/** Shorter fits are mostly calls. */
const LEAST_SECONDS = 0.01;

const fits: readonly Fit[] = readFileSync(join(__dirname, 'fits', 'times.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .flatMap((line) => fitOf(line.split(',')));

function fitOf([estimator = '', kind, rows, columns, classes, rounds, seconds = '']: readonly string[]): Fit[] {
  const measured = Math.log(Number(seconds.replace('>', '')));
  if (measured < Math.log(LEAST_SECONDS)) return [];
  const workload = workloadWith({
    ...{ framework: frameworkOf(estimator), model: estimator, samples: Number(rows), features: Number(columns) },
    ...{ classes: Number(classes), ...(rounds === '0' ? {} : { maxSteps: Number(rounds) }) },
  });
  if (!isHardware(ONE_CORE)) assert.fail(ONE_CORE.message);
  const time = familyOf(workload) === 'boosting' ? boostingTime : classicalTime;
  const { low, middle, high } = product(time(workload, ONE_CORE).factors);
  const size = `${kind} ${rows} x ${columns}`;
  return [{ estimator, size, ln: middle - measured, inside: low <= measured && measured <= high }];
}

function frameworkOf(estimator: string): Workload['framework'] {
  if (estimator.startsWith('XGB')) return 'xgboost';
  if (estimator.startsWith('LGBM')) return 'lightgbm';
  return estimator.startsWith('CatBoost') ? 'catboost' : 'sklearn';
}

const names = [...new Set(fits.map(({ estimator }) => estimator))];
const ofName = (name: string): readonly Fit[] => fits.filter(({ estimator }) => estimator === name);
const share = (some: readonly Fit[], holds: (fit: Fit) => boolean): number => some.filter(holds).length / some.length;
const meanOf = (some: readonly Fit[]): number => Math.exp(some.reduce((sum, { ln }) => sum + ln, 0) / some.length);
const within = (factor: number) => (fit: Fit) => Math.abs(fit.ln) <= Math.log(factor);

describe('time laws of estimators against measured fits', () => {
  before('prints the table', () => {
    console.log(`\n    ${'estimator'.padEnd(34)}fits  law / measured  within x 2  x 3  in the range`);
    for (const name of [...names, 'all']) {
      const some = name === 'all' ? fits : ofName(name);
      const shares = [within(2), within(3), ({ inside }: Fit) => inside].map((holds) => 100 * share(some, holds));
      const cells = shares.map((one) => `${one.toFixed(0)} %`.padStart(8)).join('');
      console.log(
        `    ${name.padEnd(34)}${String(some.length).padStart(4)}${meanOf(some).toFixed(2).padStart(12)}${cells}`,
      );
    }
  });

  it('are right in scale: every estimator in the geometric mean, and three quarters of the fits within a factor of two', () => {
    const off = names.filter((name) => Math.abs(Math.log(meanOf(ofName(name)))) > Math.log(1.3));
    assert.deepEqual(off, []);
    assert.ok(share(fits, within(2)) >= 0.75, String(share(fits, within(2))));
    assert.ok(share(fits, within(3)) >= 0.85, String(share(fits, within(3))));
  });

  it('hold four of five fits of every estimator in the 80 % range', () => {
    const off = names.filter((name) => share(ofName(name), ({ inside }) => inside) < 0.8);
    assert.deepEqual(off, []);
  });

  it('do not drift with the size: the largest tables of each estimator lie within a factor of three, in the geometric mean two', () => {
    const largest = names.map((name) => ofName(name).slice(-3));
    assert.ok(Math.abs(Math.log(meanOf(largest.flat()))) < Math.log(2));
    const off = largest.filter((some) => Math.abs(Math.log(meanOf(some))) > Math.log(3));
    assert.deepEqual(off, []);
  });
});
