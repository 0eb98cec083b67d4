/** Breaking lines at the width of a terminal. */
import { strict as assert } from 'node:assert';
import { wrap } from '../../../src/report/text/wrap';

describe('wrapping', () => {
  it('breaks at spaces and indents every line', () => {
    assert.deepEqual(wrap('one two three four five six seven eight', 42, '  '), [
      '  one two three four five six seven eight',
    ]);
    assert.deepEqual(wrap('alpha beta gamma delta epsilon zeta eta theta', 40, '    '), [
      '    alpha beta gamma delta epsilon zeta',
      '    eta theta',
    ]);
  });
  it('keeps a word that is longer than the line whole', () => {
    const address = `https://example.org/${'x'.repeat(60)}`;
    assert.deepEqual(wrap(`see ${address} now`, 40, ' '), [' see', ` ${address}`, ' now']);
  });
  it('does not break without a width', () => {
    assert.deepEqual(wrap('a '.repeat(100).trim(), null, ''), ['a '.repeat(100).trim()]);
  });
});
