/** The mutation run draws the same inputs again, and notices what an engine must not do with them. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Analysis, Engine } from '../../../src/core/engine-types';
import { inputOf, readCorpus } from '../../bench/mutate/inputs';
import { tryInput } from '../../bench/mutate/trial';
import { benchEngine } from '../../bench/setting';
import { random, trainingCode } from '../../bench/training-code';

const INPUT = { kind: 'module', text: 'import torch\n', from: 'train.py' } as const;

describe('the mutation run', () => {
  let folder: string;
  let engine: Engine;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'carbon-hints-mutations-'));
    writeFileSync(join(folder, 'train.py'), trainingCode(300, 1).text);
    engine = await benchEngine();
  });
  after(() => {
    engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it('draws an input from its number alone, and another one from another', () => {
    const corpus = readCorpus(folder);
    assert.deepEqual(inputOf(corpus, random(7)), inputOf(readCorpus(folder), random(7)));
    assert.notEqual(inputOf(corpus, random(7)).text, inputOf(corpus, random(8)).text);
  });

  it('finds nothing wrong with the first inputs', () => {
    const corpus = readCorpus(folder);
    for (let seed = 0; seed < 40; seed += 1)
      assert.equal(tryInput(engine, inputOf(corpus, random(seed)), random(-seed)), null, `input ${seed}`);
  });

  it('does not take a folder without code that a rule could be about', () => {
    writeFileSync(join(folder, 'train.py'), 'print(1)\n');
    assert.throws(() => readCorpus(folder), /holds no Python file/);
  });

  const broken = (change: Partial<Analysis>): Engine => ({
    ...bound(engine),
    analyse: (...asked) => ({ ...engine.analyse(...asked), ...change }),
  });

  it('notices a rule that failed', () => {
    assert.match(tryInput(broken({ problems: ['rule a failed and was skipped'] }), INPUT, random(1)) ?? '', /failed/);
  });

  it('notices an edited document that says something else than a fresh one', () => {
    let times = 0;
    const forgetful: Engine = {
      ...bound(engine),
      analyse: (...asked) => ({ ...engine.analyse(...asked), text: String((times += 1)) }),
    };
    assert.match(tryInput(forgetful, { ...INPUT, text: 'x = 1\nprint(x)\n' }, () => 0) ?? '', /says something else/);
  });
});

/** Methods of a class do not come along with a spread. */
function bound(engine: Engine): Engine {
  const names = ['open', 'edit', 'replace', 'analyse', 'networks', 'findingsOf', 'place', 'completeFix'] as const;
  const methods = [...names, 'insertSuppression', 'close', 'dispose'] as const;
  return Object.fromEntries(methods.map((name) => [name, engine[name].bind(engine)])) as unknown as Engine;
}
