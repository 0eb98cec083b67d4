/** The hover of a finding: cost, evidence, and nothing that code could smuggle in. */
import * as assert from 'node:assert/strict';
import { closeEverything, EVALUATION, GRID, hoverText, problems, showText, withSettings } from './support';

async function hoverOf(content: string): Promise<string> {
  const { document } = await showText(content);
  const [problem] = problems(document.uri);
  assert.ok(problem);
  return hoverText(document.uri, problem.range.start);
}

/** One fit on a few rows: nothing to find fault with. */
const RUN = `from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

X, y = load_iris(return_X_y=True)
model = LogisticRegression()
model.fit(X, y)
`;

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

  it('spells out the sum of the run, and the saving as a part of it', async () => {
    const text = await hoverOf(GRID);
    assert.match(text, /typically \\\(210 fits x .* W x PUE .* = .*Wh; x .*CO2e/);
    assert.match(text, /typically \d+% of .*Wh = .*Wh/);
  });

  it('names the widest input with a command that replaces it', async () => {
    assert.match(
      await hoverOf(GRID),
      /\*\*Widest:\*\* .* % of the width.*\(command:carbonHints\.set(Hours|Hardware|Region)\)/,
    );
  });

  it('links to the explanation and the exports of the estimate', async () => {
    const text = await hoverOf(GRID);
    assert.match(text, /\[Explain this estimate\]\(command:carbonHints\.showEstimate\?/);
    assert.match(text, /\[Export\]\(command:carbonHints\.exportEstimate\?/);
  });

  it('stands on a run without a finding, too, unless estimates are switched off', async () => {
    const { document } = await showText(RUN);
    const at = document.positionAt(RUN.indexOf('model.fit') + 2);
    assert.match(await hoverText(document.uri, at), /\*\*Run:\*\* .*Wh/);
    await withSettings({ estimates: 'off' }, async () => {
      assert.equal(await hoverText(document.uri, at), '');
    });
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
