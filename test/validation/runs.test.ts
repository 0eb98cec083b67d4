/** Estimates against published runs, class by class; prints the table and gates on bounds that hold with a margin. */
import assert from 'node:assert/strict';
import { energyDeviation, publishedRuns, timeDeviation, type Deviation, type PublishedRun } from './published';

interface Score {
  readonly count: number;
  /** Median |log2(estimate / published)|. */
  readonly median: number;
  /** Share of published values inside the 80 % range. */
  readonly coverage: number;
  /** Median |estimate / published - 1|. */
  readonly relative: number;
}

function scoreOf(deviations: readonly (Deviation | null)[]): Score | null {
  const known = deviations.filter((one) => one !== null);
  if (known.length === 0) return null;
  return {
    count: known.length,
    median: middle(known.map((one) => Math.abs(one.ln) / Math.LN2)),
    coverage: known.filter((one) => one.inside).length / known.length,
    relative: middle(known.map((one) => Math.abs(Math.exp(one.ln) - 1))),
  };
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
}

function shown(score: Score | null): string {
  if (score === null) return '-'.padEnd(24);
  const { count, median, coverage } = score;
  return `n ${count}, ${median.toFixed(2)}, ${(100 * coverage).toFixed(0)} %`.padEnd(24);
}

const runs = publishedRuns();
const tested = runs.filter((run) => run.split === 'test');
const classes = [...new Set(tested.map((run) => run.workClass))].sort();
const ofClass = (name: string): readonly PublishedRun[] => tested.filter((run) => run.workClass === name);
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
    assert.ok(t !== null && t.count > 150 && t.median <= 0.6, JSON.stringify(t));
    assert.ok(e !== null && e.count > 80 && e.median <= 0.7, JSON.stringify(e));
  });

  for (const name of classes) {
    it(`holds at least three quarters of the ${name} runs in the 80 % range of the time`, () => {
      const score = time(ofClass(name));
      assert.ok(score !== null && score.coverage >= 0.75, JSON.stringify(score));
    });
  }

  it('does not buy coverage with width: at most 95 % of all runs lie inside', () => {
    const score = time(tested);
    assert.ok(score !== null && score.coverage <= 0.95, JSON.stringify(score));
  });

  it('has a median error of at most 25 % in power when the hours are given', () => {
    const score = power(runs.filter((run) => run.split !== 'fit'));
    assert.ok(score !== null && score.count > 90 && score.relative <= 0.25, JSON.stringify(score));
  });
});
