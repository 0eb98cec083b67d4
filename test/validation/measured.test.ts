/** Estimates after one measured run, over published runs of one machine and code base; prints the table and gates on the bar. */
import assert from 'node:assert/strict';
import { deviationAfter, drawDeviationAfter, toldBy, type Told } from './measured';
import { publishedRuns, timeDeviation, energyDeviation, type Deviation, type PublishedRun } from './published';
import { scoreOf } from './score';

/** A run never calibrates with itself, and only with runs of its own source: what one source publishes tells nothing of another. */
const told = toldBy(publishedRuns().filter(({ split }) => split !== 'power')).filter(({ others }) => others.length > 0);
const tested = told.filter(({ run }) => run.split === 'test');
const ofClass = (...names: string[]): readonly Told[] => tested.filter(({ run }) => names.includes(run.workClass));
const nameOf = ({ workload }: PublishedRun): string | undefined => workload.model?.value;

interface Pair {
  readonly run: PublishedRun;
  readonly before: PublishedRun;
}

/** Each run after each other one of its place: what a user has who measured once. */
const pairs = (some: readonly Told[]): readonly Pair[] =>
  some.flatMap(({ run, others }) => others.map((before) => ({ run, before })));
const after = (some: readonly Pair[]): readonly (Deviation | null)[] =>
  some.map(({ run, before }) => deviationAfter(run, [before]));

function shown(deviations: readonly (Deviation | null)[]): string {
  const score = scoreOf(deviations);
  if (score === null) return '-'.padEnd(22);
  const { count, relative, coverage } = score;
  return `n ${count}, ${(100 * relative).toFixed(1)} %, ${(100 * coverage).toFixed(0)} %`.padEnd(22);
}

function line(name: string, some: readonly Told[]): string {
  const all = pairs(some);
  const [same, other] = [true, false].map((wanted) =>
    all.filter(({ run, before }) => (nameOf(run) === nameOf(before)) === wanted),
  );
  const columns = [
    some.map(({ run }) => timeDeviation(run)),
    after(all),
    after(same ?? []),
    after(other ?? []),
    some.map(({ run, others }) => deviationAfter(run, others)),
  ];
  return `    ${name.padEnd(14)}${columns.map(shown).join('')}`;
}

const measuredOf = (some: readonly (Deviation | null)[]) => {
  const score = scoreOf(some);
  assert.ok(score !== null);
  return score;
};

describe('estimates after measured runs', () => {
  before('prints the table: n, median error of the time, share inside the 80 % range', () => {
    const heads = ['before', 'after one run', 'of the same model', 'of another model', 'after all others'];
    console.log(`\n    ${'class'.padEnd(14)}${heads.map((head) => head.padEnd(22)).join('')}`);
    for (const name of [...new Set(tested.map(({ run }) => run.workClass))].sort()) {
      console.log(line(name, ofClass(name)));
    }
    const metered = told.filter(({ run }) => run.kwh !== null && run.hours !== null);
    const draws = metered.map(({ run, others }) => drawDeviationAfter(run, others));
    const cold = metered.map(({ run }) => energyDeviation(run, run.hours));
    console.log(`    draw          ${shown(cold)}${''.padEnd(66)}${shown(draws)}\n`);
  });

  it('err by at most 5 % in the median for fine-tuned transformers after one run', () => {
    const score = measuredOf(after(pairs(ofClass('transformer'))));
    assert.ok(score.count > 200 && score.relative <= 0.05, JSON.stringify(score));
  });

  it('err by at most 20 % in the median for CNNs after one run, and with every other run left in', () => {
    const one = measuredOf(after(pairs(ofClass('cnn'))));
    const all = measuredOf(ofClass('cnn').map(({ run, others }) => deviationAfter(run, others)));
    assert.ok(one.count > 130 && one.relative <= 0.2, JSON.stringify(one));
    assert.ok(all.count > 30 && all.relative <= 0.2, JSON.stringify(all));
  });

  it('err less than before in every class of ten runs', () => {
    for (const name of new Set(tested.map(({ run }) => run.workClass))) {
      const some = ofClass(name);
      if (some.length < 10) continue;
      const cold = measuredOf(some.map(({ run }) => timeDeviation(run)));
      const warm = measuredOf(after(pairs(some)));
      assert.ok(warm.relative < cold.relative, `${name}: ${cold.relative} before, ${warm.relative} after`);
    }
  });

  it('narrow no further than the runs allow: at least three quarters lie inside', () => {
    for (const name of new Set(tested.map(({ run }) => run.workClass))) {
      const score = measuredOf(after(pairs(ofClass(name))));
      assert.ok(score.count < 10 || score.coverage >= 0.75, `${name}: ${JSON.stringify(score)}`);
    }
  });

  it('err less in the draw after all other runs of a place were metered', () => {
    const metered = told.filter(({ run }) => run.kwh !== null && run.hours !== null);
    const cold = measuredOf(metered.map(({ run }) => energyDeviation(run, run.hours)));
    const warm = measuredOf(metered.map(({ run, others }) => drawDeviationAfter(run, others)));
    assert.ok(warm.count > 50 && warm.relative < cold.relative, `${cold.relative} before, ${warm.relative} after`);
  });
});
