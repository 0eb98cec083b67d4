/** The scaffold of a new rule: ids it accepts, and a page whose form the rule tests understand. */
import assert from 'node:assert/strict';
import { scaffold, unusable } from '../../../scripts/new-rule';
import { HEADINGS, parsePage } from '../../rules/page';

describe('npm run new:rule', () => {
  it('accepts a kebab-case phrase', () => {
    assert.equal(unusable('per-step-logging'), undefined);
  });

  for (const id of [undefined, 'word', 'Camel-Case', 'under_score', 'ends-', '../outside-the-folder']) {
    it(`refuses ${id ?? 'no id'}`, () => {
      assert.equal(typeof unusable(id), 'string');
    });
  }

  it('refuses an id that is taken', () => {
    assert.equal(unusable('exhaustive-grid-search'), 'the rule exhaustive-grid-search exists already');
  });

  it('writes a page with every heading, flagged cases that are marked, and clean ones that are not', async () => {
    const page = parsePage((await scaffold('per-step-logging', '0.1.0'))['rule.md'] ?? '');
    assert.equal(page.id, 'per-step-logging');
    assert.deepEqual(page.headings, HEADINGS);
    for (const { kind, markers } of page.cases) assert.equal(markers.length, kind === 'flagged' ? 1 : 0);
  });

  it('writes a rule that carries the id and the version', async () => {
    const code = (await scaffold('per-step-logging', '0.1.0'))['rule.ts'] ?? '';
    assert.match(code, /id: 'per-step-logging'/);
    assert.match(code, /since: '0\.1\.0'/);
  });
});
