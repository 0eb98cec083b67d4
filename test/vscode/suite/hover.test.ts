/** The hover of a finding: cost, evidence, and nothing that code could smuggle in. */
import * as assert from 'node:assert/strict';
import { closeEverything, EVALUATION, GRID, hoverText, problems, showText, withSettings } from './support';

async function hoverOf(content: string): Promise<string> {
  const { document } = await showText(content);
  const [problem] = problems(document.uri);
  assert.ok(problem);
  return hoverText(document.uri, problem.range.start);
}

describe('hover', () => {
  afterEach(closeEverything);

  it('says what is wasted', async () => {
    assert.match(await hoverOf(GRID), /every combination on every fold/);
  });

  it('shows time, energy and emissions of the run as ranges', async () => {
    assert.match(await hoverOf(GRID), /\*\*Run:\*\* .*(s|min|h), .*Wh, .*CO2e \\\(80 % range\\\); typically /);
  });

  it('shows the assumptions with where each comes from', async () => {
    assert.match(await hoverOf(GRID), /\| Assumption \| Value \| From \|/);
  });

  it('names the evidence of the saving and its source, or says that it is not quantified', async () => {
    assert.match(await hoverOf(GRID), /\*\*Saving:\*\* .*(measured|arithmetic|not quantified)/);
    assert.match(await hoverOf(EVALUATION), /\*\*Saving:\*\* .*(measured|arithmetic|not quantified)/);
  });

  it('links to the page of the rule', async () => {
    assert.match(await hoverOf(GRID), /\(command:carbonHints\.explainRule\?/);
  });

  it('names the chosen region and the year of its figure', async () => {
    await withSettings({ region: 'FRA' }, async () => {
      assert.match(await hoverOf(GRID), /France/);
    });
  });
});
