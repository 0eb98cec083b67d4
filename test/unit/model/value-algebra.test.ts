/** How values of expressions combine, and when they stop being known. */
import assert from 'node:assert/strict';
import {
  asBoolean,
  isNone,
  leastNumber,
  mostNumber,
  UNKNOWN,
  type PyValue,
  type Value,
} from '../../../src/core/model/values';
import { valueOf } from '../../support/model';
import { loadParser } from '../../support/program';

function worth(text: string, expected: string, before = ''): void {
  it(`${text} is ${expected}`, () => assert.equal(valueOf(`${before}probe(${text})`), expected));
}

describe('or and and', () => {
  before(loadParser);

  worth('"" or 3', 'known 3');
  worth('"a" or 3', 'known "a"');
  worth('None or 3', 'known 3');
  worth('False or 3', 'known 3');
  worth('True and 3', 'known 3');
  worth('0 and 3', 'known 0');
  worth('[] or 3', 'known 3');
  worth('[1] and 3', 'known 3');
  worth('[*x] or 3', 'known ? items or 3');
  worth('{"a": 1} or 3', 'known {a} or 3');
  worth('(1 if a else 0) or 3', 'known 1 or 0 or 3');
  worth('unknown or 3', 'unknown');
  worth('(False if a else 0) and 3', 'known false or 0 or 3');
  const option =
    'import argparse\np = argparse.ArgumentParser()\np.add_argument("--x", default=4)\na = p.parse_args()\n';
  worth('a.x or 3', 'default 4 or 3 via --x', option);
  worth('3 or a.x', 'known 3', option);
  worth('a.x if b else 3', 'default 4 or 3 via --x', option);
});

describe('operators between kinds of values', () => {
  before(loadParser);

  worth('1 << 4', 'known 16');
  worth('7 - 2 / 4', 'known 6.5');
  worth('7 @ 2', 'unknown');
  for (const text of ['"a" - "b"', '"a" * "b"', '"a" + 1', '1 + "a"', '[1] - [2]', '[1] + "a"', '"a" + [1]'])
    worth(text, 'unknown');
  for (const text of [
    '[1] * [2]',
    '[1] + 2',
    '[1] - 2',
    '2 - [1]',
    '{"a": 1} + {"b": 2}',
    '{"a": 1} | [1]',
    '[1] | {"a": 1}',
  ])
    worth(text, 'unknown');
  worth('2 * [0, 1]', 'known 4 items');
  worth('[0] * -1', 'known 0 items');
  worth('[*x] * 3', 'known ? items');
  worth('[*x] + [1]', 'known ? items');
  worth('[1] + [*x]', 'known ? items');
  worth('([1, 2] + [3])[2]', 'known 3');
  worth('{"a": 1, **d} | {"b": 2}', 'known {a, b, ...}');
  worth('{"a": 1} | {"b": 2, **d}', 'known {a, b, ...}');
  worth('({"a": 1} | {"a": 2})["a"]', 'known 2');
});

describe('operators on arrays', () => {
  before(loadParser);

  const numpy = 'import numpy as np\n';
  worth('np.arange(3) + np.arange(3)', 'known 3 items', numpy);
  worth('np.arange(1) * np.arange(5)', 'known 5 items', numpy);
  worth('[1, 2, 3] + np.arange(3)', 'known 3 items', numpy);
  worth('2 ** (np.arange(3) + 1)', 'known 3 items', numpy);
  worth('np.arange(3) * 2', 'known 3 items', numpy);
  worth('np.arange(n) * 2', 'known ? items', numpy);
  worth('np.arange(3) + "a"', 'unknown', numpy);
  worth('np.arange(3) + None', 'unknown', numpy);
  worth('(np.arange(3) + [*x])', 'known ? items', numpy);
});

describe('values of branches', () => {
  before(loadParser);

  const branches = (one: string, other: string) => `if c:\n  x = ${one}\nelse:\n  x = ${other}\n`;
  worth('x', 'known 1', branches('1', '1'));
  worth('x', 'known "a"', branches('"a"', '"a"'));
  worth('x', 'known true', branches('True', 'True'));
  worth('x', 'known 1 or "1"', branches('"1"', '1'));
  worth('x', 'known 2 items or 1 items', branches('[1]', '[1, 2]'));
  worth(
    'x',
    'known 4 or 5 or 6 or 1 or 2 or 3',
    branches('1 if a else (2 if b else 3)', '4 if a else (5 if b else 6)'),
  );
});

describe('what is read of a value', () => {
  const of = (...alternatives: PyValue[]): Value => ({ ...UNKNOWN, certainty: 'known', alternatives });
  const [two, nine]: PyValue[] = [
    { type: 'number', value: 2 },
    { type: 'number', value: 9 },
  ];
  const none: PyValue = { type: 'none' };
  const yes: PyValue = { type: 'boolean', value: true };

  it('is the least and the most of numbers, and nothing where one is none', () => {
    assert.deepEqual([leastNumber(of(nine!, two!)), mostNumber(of(two!, nine!))], [2, 9]);
    assert.deepEqual([leastNumber(of(two!, none)), mostNumber(of(two!, none))], [undefined, undefined]);
    assert.deepEqual([leastNumber(UNKNOWN), mostNumber(UNKNOWN)], [undefined, undefined]);
  });
  it('is None where it can be nothing else', () => {
    assert.deepEqual(
      [isNone(of(none)), isNone(of(none, two!)), isNone(of(two!)), isNone(UNKNOWN)],
      [true, false, false, false],
    );
  });
  it('is a boolean where it is exactly one', () => {
    assert.deepEqual(
      [asBoolean(of(yes)), asBoolean(of(yes, yes)), asBoolean(of(two!)), asBoolean(UNKNOWN)],
      [true, undefined, undefined, undefined],
    );
  });
});
