/** Texts made to keep a pattern busy: what reads them in linear time is done at once, and what does not runs into the time limit. */
import { strict as assert } from 'node:assert';
import { parsed, readJson } from '../../../src/core/model/configuration/json';
import { launchesOf } from '../../../src/core/model/configuration/launches';
import { findVersion } from '../../../src/core/model/configuration/versions';
import { readYaml } from '../../../src/core/model/configuration/yaml';
import { MOST_SURROUNDING_BYTES } from '../../../src/core/config/surroundings';
import { glob } from '../../../src/core/config/glob';
import { indentUnit } from '../../../src/core/fixes/indent';
import { inBlock } from '../../../src/core/rules/shared/in-block';
import { withoutProse } from '../../../src/core/text/prose';
import { linesOf } from '../../../src/core/text/repetition';
import { prefilter } from '../../../src/cli/scan/prefilter';
import { rules } from '../../../src/core/rules/registry';

/** `unit` again and again, as long as the longest text that is read. */
const filled = (unit: string, length = MOST_SURROUNDING_BYTES): string => unit.repeat(Math.ceil(length / unit.length));

describe('a hostile file beside the code', () => {
  for (const [name, unit] of [
    ['requirements.txt', 'torch '],
    ['requirements.txt', 'torch['],
    ['requirements.txt', ' '],
    ['run.sh', 'pip install '],
    ['run.sh', 'pip install torch '],
    ['Pipfile.lock', '"torch":{'],
    ['uv.lock', 'name = "torch"\n'],
  ] as const) {
    it(`names no release: ${name} full of ${JSON.stringify(unit)}`, () => {
      assert.equal(findVersion([{ path: name, text: `torch${filled(unit)}` }], ['torch']), undefined);
    });
  }

  for (const unit of ['/*', '"\\', '\\"', '//', ',', '[', '{"a":']) {
    it(`has no settings: JSON full of ${unit}`, () => assert.equal(readJson(`{"a": ${filled(unit)}`).size, 0));
  }

  it('sets what it says, not what every object has', () => {
    assert.deepEqual(
      [...readJson('{"__proto__": {"fp16": true}, "bf16": 1}')],
      [
        ['__proto__.fp16', true],
        ['bf16', 1],
      ],
    );
    assert.deepEqual([...readYaml('__proto__:\n  fp16: true\n')], [['__proto__.fp16', true]]);
    assert.equal(({} as Record<string, unknown>)['fp16'], undefined);
    assert.deepEqual(Object.keys(parsed('{"a": 1}') as object), ['a']);
  });

  for (const unit of [' ', 'a ', '"', "'", '- ', '[', '1', 'a: ']) {
    it(`is read to the end: YAML full of ${JSON.stringify(unit)}`, () => {
      assert.equal(readYaml(`a: ${filled(unit)}\nlast: 7`).get('last'), 7);
    });
  }

  it('launches nothing with a line that nobody types', () => {
    const text = `python train.py ${filled('\\"')}\npython train.py --lr 1`;
    const launches = launchesOf([{ path: 'run.sh', text }], 'train.py');
    assert.deepEqual(
      launches.map(({ options }) => [...options]),
      [[['lr', 1]]],
    );
  });
});

describe('a hostile program', () => {
  it('may have any number of empty lines with Windows line ends', () => {
    assert.equal(indentUnit(`if x:${'\r\n'.repeat(3000)}a\r\n`), '    ');
  });

  for (const [unit, isReadable] of [
    ['\\"', true],
    ["\\'", true],
    ['\\"""\n', true],
    ["'''\n\\'''\n", true],
    ['"', true],
    ['"""\\', false],
    ['(', false],
  ] as const) {
    it(`has its strings told apart: full of ${JSON.stringify(unit)}`, () => {
      const text = `x = 1\n${filled(unit)}`;
      assert.ok(withoutProse(text).startsWith('x = 1'));
      assert.equal(linesOf(text) !== undefined, isReadable);
    });
  }

  for (const unit of ['()', '(', 'for ', 'load(', '[load(', 'lambda: ', 'for load']) {
    it(`is searched for loops once a line: full of ${unit}`, () => {
      assert.equal(inBlock('\\bload\\(x').test(filled(unit)), false);
    });
  }

  for (const unit of ['(', 'for ', 'import ', '"a" ', '\\"', ' ', 'sum( ', 'a = ', '@', ':a', 'a=cat(']) {
    it(`passes the prefilter or does not, but ends: full of ${unit}`, () => {
      const candidates = prefilter(rules.map(({ meta }) => meta));
      const text = `import torch, pandas, sklearn, keras, transformers\nsoftmax(x)\nModule\n${filled(unit, 200_000)}`;
      assert.ok(candidates(text, 'train.py'));
    });
  }
});

describe('a hostile glob', () => {
  it('takes no exponential time', () => {
    const path = `${'a'.repeat(200)}/${'a'.repeat(200)}`;
    assert.equal(glob(`${'*a'.repeat(40)}b`)(path), false);
    assert.equal(glob(`${'**/'.repeat(40)}b`)(path), false);
    assert.equal(glob('{a,b}'.repeat(40))(path), false);
  });
});
