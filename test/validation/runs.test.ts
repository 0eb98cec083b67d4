/** Estimates against published runs, class by class; prints the table and gates on bounds that hold with a margin. */
import assert from 'node:assert/strict';
import { energyDeviation, publishedRuns, timeDeviation, type PublishedRun } from './published';
import { scoreOf, shown, type Score } from './score';

const runs = publishedRuns();
const tested = runs.filter((run) => run.split === 'test');
const classes = [...new Set(tested.map((run) => run.workClass))].sort();
const ofClass = (name: string): readonly PublishedRun[] => tested.filter((run) => run.workClass === name);
/** Classes with enough runs for a share of them to mean something. */
const large = classes.filter((name) => ofClass(name).length >= 10);
const time = (some: readonly PublishedRun[]): Score | null => scoreOf(some.map(timeDeviation));
const energy = (some: readonly PublishedRun[]): Score | null => scoreOf(some.map((run) => energyDeviation(run, null)));
const power = (some: readonly PublishedRun[]): Score | null =>
  scoreOf(some.filter((run) => run.hours !== null).map((run) => energyDeviation(run, run.hours)));

describe('estimates against published runs', () => {
  before('prints the table', () => {
    console.log(
      `\n    ${'class (test split)'.padEnd(20)}${'time: n, |log2|, inside'.padEnd(24)}energy: n, |log2|, inside`,
    );
    for (const name of classes) {
      console.log(`    ${name.padEnd(20)}${shown(time(ofClass(name)))}${shown(energy(ofClass(name)))}`);
    }
    const fit = runs.filter((run) => run.split === 'fit');
    console.log(`    ${'all'.padEnd(20)}${shown(time(tested))}${shown(energy(tested))}`);
    console.log(`    ${'fit split, all'.padEnd(20)}${shown(time(fit))}${shown(energy(fit))}\n`);
  });

  it('keeps sources apart: none is both fitted and tested', () => {
    const sources = (split: PublishedRun['split']): ReadonlySet<string> =>
      new Set(runs.filter((run) => run.split === split).map((run) => run.source));
    const fitted = sources('fit');
    assert.deepEqual(
      [...sources('test')].filter((source) => fitted.has(source)),
      [],
    );
  });

  it('has a median error of at most 0.6 octaves in time and 0.7 in energy', () => {
    const [t, e] = [time(tested), energy(tested)];
    assert.ok(t !== null && t.count > 190 && t.median <= 0.6, JSON.stringify(t));
    assert.ok(e !== null && e.count > 60 && e.median <= 0.7, JSON.stringify(e));
  });

  for (const name of large) {
    it(`holds three quarters, and of many not much more, of the ${name} runs in the 80 % range of the time`, () => {
      const score = time(ofClass(name));
      assert.ok(score !== null && score.coverage >= 0.75, JSON.stringify(score));
      assert.ok(score.count < 20 || score.coverage <= 0.92, JSON.stringify(score));
    });
  }

  it('does not buy coverage with width: at most 95 % of all runs lie inside', () => {
    const score = time(tested);
    assert.ok(score !== null && score.coverage <= 0.95, JSON.stringify(score));
  });

  it('errs in time and power against each other, as docs/estimates.md says of both splits', () => {
    assert.deepEqual(correlation(runs.filter((run) => run.split === 'fit')), { count: 43, value: '-0.06' });
    assert.deepEqual(correlation(tested), { count: 64, value: '-0.51' });
  });

  it('has a median error of at most 25 % in power when the hours are given', () => {
    const score = power(runs.filter((run) => run.split !== 'fit'));
    assert.ok(score !== null && score.count > 80 && score.relative <= 0.25, JSON.stringify(score));
  });
});

/** Between the deviations of time and of power, over the runs that have both. */
function correlation(some: readonly PublishedRun[]): { readonly count: number; readonly value: string } {
  const pairs = some.flatMap((run) => {
    const [t, p] = [timeDeviation(run), run.hours === null ? null : energyDeviation(run, run.hours)];
    return t === null || p === null ? [] : [[t.ln, p.ln] as const];
  });
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
  const [t, p] = [mean(pairs.map(([one]) => one)), mean(pairs.map(([, other]) => other))];
  const moment = (of: (pair: readonly [number, number]) => number): number => mean(pairs.map(of));
  const shared = moment(([a, b]) => (a - t) * (b - p));
  const value = shared / Math.sqrt(moment(([a]) => (a - t) ** 2) * moment(([, b]) => (b - p) ** 2));
  return { count: pairs.length, value: value.toFixed(2) };
}
