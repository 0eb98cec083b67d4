/** From source text to estimate: scripts as their authors would write them against what their runs took. */
import assert from 'node:assert/strict';
import { datasetNamed } from '../../src/data/datasets';
import { modelNamed } from '../../src/data/models';
import type { Fact, Workload } from '../../src/core/model/workload';
import { loadParser } from '../support/program';
import { energyDeviation, publishedRuns, timeDeviation, type Deviation, type PublishedRun } from './published';
import { scoreOf, shown, type Score } from './score';
import { scriptRuns, workloadIn, type ScriptRun } from './scripts';

/** A published run with what its script says in place of the facts of the table. */
interface Read {
  readonly script: ScriptRun;
  readonly run: PublishedRun;
}

const names = (split: PublishedRun['split'], all: readonly Read[]): readonly Read[] =>
  all.filter(({ run }) => run.split === split);

function line({ script, run }: Read): string {
  const [time, energy] = [timeDeviation(run), energyDeviation(run, null)];
  const figures = (published: number | null, one: Deviation | null, unit: string): string => {
    if (published === null || one === null) return '-'.padEnd(38);
    const factor = Math.exp(one.ln);
    const text = `${published.toPrecision(3)} ${unit}, ${(published * factor).toPrecision(3)}, ${factor.toFixed(2)}x`;
    return `${text}${one.inside ? '' : ' outside'}`.padEnd(38);
  };
  const head = `${run.id} ${script.script.padEnd(28)}${run.hardware.padEnd(22)}`;
  return `    ${head}${figures(run.hours, time, 'h')}${figures(run.kwh, energy, 'kWh')}`.trimEnd();
}

describe('estimates from the text of scripts', () => {
  let all: readonly Read[] = [];
  const scores = (some: readonly Read[]): readonly [time: Score | null, energy: Score | null] => [
    scoreOf(some.map(({ run }) => timeDeviation(run))),
    scoreOf(some.map(({ run }) => energyDeviation(run, null))),
  ];

  before('reads the scripts and prints the table', async () => {
    await loadParser();
    all = scriptRuns(publishedRuns()).map((script) => ({
      script,
      run: { ...script.run, workload: workloadIn(script) },
    }));
    console.log(`\n    published, estimate, ratio\n${all.map(line).join('\n')}\n`);
    console.log(
      `    ${'class (test split)'.padEnd(20)}${'time: n, |log2|, inside'.padEnd(24)}energy: n, |log2|, inside`,
    );
    const tested = names('test', all);
    const classes = [...new Set(tested.map(({ run }) => run.workClass))].sort();
    for (const name of classes)
      print(
        name,
        tested.filter(({ run }) => run.workClass === name),
      );
    print('all', tested);
    print('fit split, all', names('fit', all));
    print(
      'collected last',
      all.filter(({ run }) => run.id.startsWith('B') && run.split === 'test'),
    );
  });

  function print(name: string, some: readonly Read[]): void {
    const [time, energy] = scores(some);
    console.log(`    ${name.padEnd(20)}${shown(time)}${shown(energy)}`);
  }

  it('have at least 35 scripts, each for at least one run', () => {
    assert.ok(new Set(all.map(({ script }) => script.script)).size >= 35);
  });

  it('have a median error of at most 0.6 octaves in time and 0.7 in energy', () => {
    const [time, energy] = scores(names('test', all));
    assert.ok(time !== null && time.count > 150 && time.median <= 0.6, JSON.stringify(time));
    assert.ok(energy !== null && energy.count > 50 && energy.median <= 0.7, JSON.stringify(energy));
  });

  it('hold 75-92 % of all published times in the 80 % range, at least 75 % in every class of ten runs, at most 92 % of twenty', () => {
    const tested = names('test', all);
    const [time] = scores(tested);
    assert.ok(time !== null && time.coverage >= 0.75 && time.coverage <= 0.92, JSON.stringify(time));
    for (const name of new Set(tested.map(({ run }) => run.workClass))) {
      const [one] = scores(tested.filter(({ run }) => run.workClass === name));
      assert.ok(one === null || one.count < 10 || one.coverage >= 0.75, `${name}: ${JSON.stringify(one)}`);
      assert.ok(one === null || one.count < 20 || one.coverage <= 0.92, `${name}: ${JSON.stringify(one)}`);
    }
  });

  it('have a median error of at most 25 % in power when the hours are given', () => {
    const given = all.filter(({ run }) => run.hours !== null);
    const score = scoreOf(given.map(({ run }) => energyDeviation(run, run.hours)));
    assert.ok(score !== null && score.count > 80 && score.relative <= 0.25, JSON.stringify(score));
  });

  it('say what the table of published runs says', () => {
    const wrong = all.flatMap(({ script, run }) =>
      differences(script.run.workload, run.workload).map((one) => `${script.script} ${run.id}: ${one}`),
    );
    assert.deepEqual(wrong, []);
  });
});

const NUMBERS = ['epochs', 'imageSize', 'sequenceLength', 'accumulation', 'folds', 'candidates'] as const;

/** Facts that both state and that differ; a name may be written in another way. */
function differences(published: Workload, read: Workload): readonly string[] {
  const found: string[] = [];
  const family = published.framework === 'keras' ? 'keras' : 'any';
  const [wanted, named] = [modelOf(published, family), modelOf(read, family)];
  if (wanted !== undefined && differ(wanted, named ?? 0, 0.01)) found.push(`model ${read.model?.value ?? 'unknown'}`);
  const [data, loaded] = [datasetOf(published), datasetOf(read)];
  if (data !== undefined && data !== loaded) found.push(`data ${loaded ?? read.dataset?.value ?? 'unknown'}`);
  for (const name of NUMBERS) {
    if (read.maxSteps !== null && name === 'epochs') continue;
    if (differs(published[name], read[name], 0.02)) found.push(`${name} ${read[name]?.value}`);
  }
  if (differs(published.maxSteps, read.maxSteps, 0.02)) found.push(`steps ${read.maxSteps?.value}`);
  if (published.trains && published.trains.value !== read.trains?.value) found.push('trains');
  return found;
}

/** Parameters of the model, which tell models apart whatever they are called. */
const modelOf = ({ model }: Workload, family: 'keras' | 'any'): number | undefined =>
  model === null ? undefined : modelNamed(model.value, family)?.parameters;

const datasetOf = ({ dataset }: Workload): string | undefined =>
  dataset === null ? undefined : datasetNamed(dataset.value)?.name;

function differs(published: Fact<number> | undefined, read: Fact<number> | undefined, tolerance: number): boolean {
  if (!published || !read) return false;
  return differ(published.value, read.value, tolerance);
}

function differ(published: number, read: number, tolerance: number): boolean {
  return Math.abs(read / published - 1) > tolerance;
}
