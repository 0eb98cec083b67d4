/** The unified diff of a fixed file. */
import assert from 'node:assert/strict';
import { unifiedDiff } from '../../../src/core/fixes/diff';

describe('a unified diff', () => {
  it('shows what changed with its line numbers', () => {
    assert.equal(unifiedDiff('a.py', 'x\ny\n', 'x\nz\n'), '--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n x\n-y\n+z\n');
  });

  it('says when a file has no line end at its end', () => {
    assert.match(unifiedDiff('a.py', 'x', 'y'), /\\ No newline at end of file/);
  });

  it('is empty for equal texts', () => {
    assert.equal(unifiedDiff('a.py', 'x', 'x'), '');
  });
});
