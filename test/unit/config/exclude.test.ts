/** The patterns of `exclude`. */
import * as assert from 'node:assert/strict';
import { exclusion } from '../../../src/core/config/exclude';

function isLeftOut(path: string, ...patterns: readonly string[]): boolean {
  return exclusion(patterns)(path);
}

describe('exclude', () => {
  for (const [pattern, path, why] of [
    ['old.py', 'old.py', 'a name'],
    ['old.py', 'a/b/old.py', 'a name anywhere'],
    ['build', 'build/lib/train.py', 'a folder with what is in it'],
    ['*_pb2.py', 'proto/run_pb2.py', 'a star inside a name'],
    ['legacy/*.py', 'legacy/a.py', 'a star below a folder'],
    ['legacy/**', 'legacy/deep/a.py', 'everything below a folder'],
    ['./legacy/', 'legacy/a.py', 'a folder written with dots and slashes'],
    ['**/generated.py', 'generated.py', 'two stars that stand for no folder'],
    ['**/generated.py', 'a/b/generated.py', 'two stars that stand for folders'],
    ['src/**/old/*.py', 'src/a/b/old/c.py', 'two stars in the middle'],
    ['run?.py', 'run1.py', 'a question mark'],
    ['run[0-3].py', 'run2.py', 'a range'],
    ['run[!0-3].py', 'run7.py', 'a negated range'],
    ['{old,new}_{a,b}.py', 'new_b.py', 'alternatives'],
    ['.venv', '.venv/lib/x.py', 'a hidden folder'],
  ] as const) {
    it(`leaves out by ${why}: ${pattern}`, () => {
      assert.equal(isLeftOut(path, pattern), true);
    });
  }

  for (const [pattern, path, why] of [
    ['old.py', 'old.pyc', 'another name'],
    ['*.py', 'train.ipynb', 'another ending'],
    ['legacy/*.py', 'legacy/deep/a.py', 'a star does not cross folders'],
    ['legacy/*.py', 'src/legacy/a.py', 'a pattern with a slash starts at the top'],
    ['run?.py', 'run10.py', 'a question mark is one'],
    ['**/old.py', 'very_old.py', 'two stars and a slash end at a folder'],
    ['run[0-3].py', 'run4.py', 'outside of the range'],
    ['[', 'a.py', 'an unclosed bracket is a character'],
  ] as const) {
    it(`keeps ${path} for ${pattern}: ${why}`, () => {
      assert.equal(isLeftOut(path, pattern), false);
    });
  }

  it('without patterns keeps everything', () => {
    assert.equal(isLeftOut('train.py'), false);
  });

  it('takes no time for a pattern that is made to take forever', () => {
    assert.equal(isLeftOut(`${'a'.repeat(200)}b`, `${'*a'.repeat(90)}*c`), false);
    assert.equal(isLeftOut('x'.repeat(100), '{a,b}'.repeat(40)), false);
  });
});
