/** The corpus run notices what a fix must not do. */
import assert from 'node:assert/strict';
import { Comparer } from '../../../scripts/corpus/python';
import { faultsOf } from '../../../scripts/corpus/tally';
import type { Trial } from '../../../scripts/corpus/check-fixes';

const BEFORE = 'fit(x)  # keep me\n';

/** What is found wrong when a fix that writes `written` turns `before` into `after`. */
async function faults(after: string, written = '', before = BEFORE): Promise<readonly string[]> {
  const comparer = new Comparer();
  comparer.before(before);
  const id = comparer.after(after);
  const [answer] = await comparer.finish();
  const trial: Trial = { rule: 'rule', what: 'a fix', id, wrong: [], written };
  return faultsOf(trial, answer);
}

describe('the corpus run', () => {
  it('accepts a text that parses and keeps its comments', async () => {
    assert.deepEqual(await faults('fit(x, y)  # keep me\n'), []);
  });

  it('accepts a comment that the fix itself writes', async () => {
    assert.deepEqual(await faults('import a  # noqa: F401\nfit(x)  # keep me\n', 'import a  # noqa: F401'), []);
  });

  it('accepts top-level await, as notebooks have it', async () => {
    assert.deepEqual(await faults('await fit(x)  # keep me\n'), []);
  });

  it('notices a text that is no Python any more', async () => {
    assert.match((await faults('fit(x  # keep me\n')).join(), /is not Python any more/);
  });

  it('notices a lost and a strange comment', async () => {
    assert.deepEqual(await faults('fit(x)  # other\n'), [
      'loses the comment "# keep me"',
      'gains the comment "# other"',
    ]);
  });

  it('notices a second error in a text of Python 2', async () => {
    assert.deepEqual(await faults('print "b"\n', '', 'print "a"\n'), []);
    assert.match((await faults('x = (\n', '', 'print "a"\n')).join(), /is not Python any more/);
  });
});
