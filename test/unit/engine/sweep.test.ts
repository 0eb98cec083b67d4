/** W&B sweeps in YAML: what is found, where it lies, how it is mended, and what the script beside it adds. */
import assert from 'node:assert/strict';
import { createEngine } from '../../../src/core/engine';
import type { Analysis, Engine } from '../../../src/core/engine-types';
import type { ConfigurationFile } from '../../../src/core/model/model';
import { looksLikeSweep, sweepProgram } from '../../../src/core/model/search/sweep-yaml';
import { buildContext } from '../../../src/core/estimate/context';
import { applyEdits } from '../../../src/core/text/edits';
import { readYaml } from '../../../src/host/yaml';
import { grammarBytes } from '../../support/grammar';
import { CONFIG } from '../../support/settings';

const { context: CONTEXT } = buildContext({ hardware: 'RTX 3090', region: 'FRA', pue: 1, hours: null, machine: null });

const GRID = `program: train.py
method: grid  # all of it
metric:
  name: loss
parameters:
  lr:
    values: [0.1, 0.01, 0.001, 0.0001]
  width:
    values:
      - 64
      - 128
      - 256
      - 512
`;

const RANDOM = `method: 'random'
metric: {name: loss, goal: minimize}
program: train.py
parameters:
  lr: {min: 0.0001, max: 0.1}
`;

const TRAIN = `import wandb

wandb.init()
for epoch in range(30):
    wandb.log({"loss": train_epoch()})
`;

describe('sweeps in YAML', () => {
  let engine: Engine;
  before(async () => {
    engine = await createEngine({ ...grammarBytes(), readYaml });
  });
  after(() => engine.dispose());

  function analyse(text: string, surroundings: readonly ConfigurationFile[] = []): Analysis {
    engine.open('sweep', { kind: 'module', text, language: 'yaml' }, { path: 'sweep.yaml', surroundings });
    return engine.analyse('sweep', CONFIG, CONTEXT);
  }

  function mended(text: string, surroundings: readonly ConfigurationFile[] = []): string {
    const [finding] = analyse(text, surroundings).findings;
    const fix = finding?.fixes[0];
    assert.ok(fix, 'a fix is offered');
    const edits = engine.completeFix('sweep', fix)?.edits ?? [];
    return applyEdits(text, edits) ?? '';
  }

  const messages = (analysis: Analysis): readonly string[] => analysis.findings.map((one) => one.message);

  it('finds a large grid at its method', () => {
    const analysis = analyse(GRID);
    assert.deepEqual(messages(analysis), ['The sweep tries all 16 points of the grid in full']);
    const { start, end } = analysis.findings[0]?.span ?? { start: 0, end: 0 };
    assert.equal(GRID.slice(start, end), 'method: grid');
  });

  it('mends a grid below its method and leaves comments alone', () => {
    const text = mended(GRID);
    assert.match(text, /^program: train\.py\nmethod: bayes {2}# all of it\nrun_cap: 12\nmetric:/);
    assert.deepEqual(messages(analyse(text)), []);
  });

  it('keeps the quotes of the method and the line ends of the file', () => {
    const text = mended(GRID.replace('grid', '"grid"').replaceAll('\n', '\r\n'));
    assert.match(text, /method: "bayes" {2}# all of it\r\nrun_cap: 12\r\n/);
  });

  it('finds a random search without an end', () => {
    assert.deepEqual(messages(analyse(RANDOM)), ['The sweep never ends by itself: run_cap is not set']);
    assert.match(mended(RANDOM), /^method: 'random'\nrun_cap: 30\nmetric/);
  });

  it('leaves a capped search alone whose script it has not seen', () => {
    assert.deepEqual(messages(analyse(`run_cap: 20\n${RANDOM}`)), []);
  });

  it('reads the script beside it for what is logged every epoch', () => {
    const beside = [{ path: 'train.py', text: TRAIN }];
    const text = `run_cap: 20\n${RANDOM}`;
    assert.deepEqual(messages(analyse(text, beside)), [
      'Runs log all 30 epochs, but no early_terminate ends poor ones',
    ]);
    const fixed = mended(text, beside);
    assert.match(fixed, /method: 'random'\nearly_terminate:\n {2}type: hyperband\n {2}min_iter: 10\nmetric/);
    assert.deepEqual(messages(analyse(fixed, beside)), []);
  });

  it('hears a count of a launch script beside it', () => {
    const script = [{ path: 'run.sh', text: 'wandb agent --count 20 user/project/id\n' }];
    assert.deepEqual(messages(analyse(RANDOM, script)), []);
  });

  it('takes a comment anywhere in the file for all of it, and reports one that hides nothing', () => {
    const comment = '# carbon: ignore[wandb-sweep-runs-to-the-end] the surface is the result\n';
    const ignored = analyse(comment + GRID);
    assert.deepEqual(messages(ignored), []);
    assert.equal(ignored.suppressed.length, 1);
    assert.equal(analyse(`${comment}run_cap: 5\n${RANDOM}`).unusedSuppressions.length, 1);
  });

  it('offers the comment that ignores the finding', () => {
    const [finding] = analyse(GRID).findings;
    const edits = engine.insertSuppression('sweep', {
      rule: 'wandb-sweep-runs-to-the-end',
      span: finding?.span ?? { start: 0, end: 0 },
      reason: 'all of it',
    });
    const text = applyEdits(GRID, edits ?? []) ?? '';
    assert.match(text, /\n# carbon: ignore\[wandb-sweep-runs-to-the-end\] all of it\nmethod: grid/);
    assert.deepEqual(messages(analyse(text)), []);
  });

  it('says nothing about seeds, distributions in a grid, aliases and merged keys', () => {
    const seeds = 'method: grid\nparameters:\n  seed:\n    values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]\n';
    const mixed = 'method: grid\nparameters:\n  lr: {min: 0, max: 1}\n  a: {values: [1,2,3,4,5,6,7,8,9,10,11,12,13]}\n';
    const alias = 'method: grid\nx: &x {values: [1,2,3,4]}\nparameters:\n  a: *x\n  b: *x\n  c: *x\n';
    const merged = 'base: &base {run_cap: 3}\n<<: *base\nmethod: random\nparameters:\n  lr: {min: 0, max: 1}\n';
    for (const text of [seeds, mixed, alias, merged]) assert.deepEqual(messages(analyse(text)), [], text);
  });

  it('offers no fix for a sweep in flow style', () => {
    const [finding] = analyse('{method: random, parameters: {lr: {min: 0, max: 1}}}').findings;
    assert.equal(finding?.fixes.length, 0);
  });

  it('says nothing about broken YAML, several documents and other files', () => {
    for (const text of ['method: grid\n parameters: [', `${GRID}---\n${GRID}`, 'name: CI\non: push\n', '']) {
      assert.deepEqual(messages(analyse(text)), [], text);
    }
  });

  it('follows edits', () => {
    analyse(RANDOM);
    const at = RANDOM.indexOf('program');
    engine.edit('sweep', [{ span: { start: at, end: at }, newText: 'run_cap: 9\n' }]);
    assert.deepEqual(messages(engine.analyse('sweep', CONFIG, CONTEXT)), []);
  });

  it('is told from other YAML by its text', () => {
    for (const text of [GRID, RANDOM]) assert.ok(looksLikeSweep(text));
    for (const text of ['method: grid\n', 'parameters: 1\nmethod: POST\n', '  method: grid\n  parameters:\n'])
      assert.ok(!looksLikeSweep(text), text);
    assert.equal(sweepProgram(GRID), 'train.py');
    assert.equal(sweepProgram('program: /etc/x.py\n'), undefined);
  });
});
