/** `carbon-hints explain`. */
import { strict as assert } from 'node:assert';
import { rules } from '../../../src/core/rules/registry';
import { carbonHints } from './cli';

const cwd = __dirname;

describe('carbon-hints explain', () => {
  it('prints the page of every rule', async () => {
    for (const { meta } of rules) {
      const { code, out } = await carbonHints(['explain', meta.id], { cwd });
      assert.equal(code, 0);
      assert.ok(out.includes(meta.id) && out.length > 300, meta.id);
    }
  });
  it('lists all rules without an argument', async () => {
    const { out } = await carbonHints(['explain'], { cwd });
    assert.deepEqual(
      out
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0]),
      rules.map((rule) => rule.meta.id),
    );
  });
  it('suggests the nearest ids for an unknown one', async () => {
    const { code, err } = await carbonHints(['explain', 'grid-search'], { cwd });
    assert.equal(code, 2);
    assert.match(err, /exhaustive-grid-search/);
  });
});
