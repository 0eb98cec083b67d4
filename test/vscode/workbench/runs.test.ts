/** A training run in the workbench, as it is packaged: typed into a terminal, followed in the status bar, learnt from, and listed. */
import * as assert from 'node:assert/strict';
import { openSession } from './session';
import { textOf } from './workbench';

const SCRIPT = `from sklearn.datasets import load_digits
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC

X, y = load_digits(return_X_y=True)
GridSearchCV(SVC(), {"C": [1, 10]}, cv=5).fit(X, y)
`;

/** A library that keeps one core busy for as long as the test needs to look. */
const LIBRARY = {
  'sklearn/__init__.py': '',
  'sklearn/datasets.py': 'def load_digits(return_X_y=False): return [], []\n',
  'sklearn/svm.py': 'class SVC: pass\n',
  'sklearn/model_selection.py': `import os, time
class GridSearchCV:
    def __init__(self, *args, **options): pass
    def fit(self, X, y):
        end = time.monotonic() + float(os.environ.get("SECONDS_TO_TRAIN", 25))
        while time.monotonic() < end: sum(range(10000))
`,
};

describe('A training run in the terminal', () => {
  it('is followed to its end, listed on the dashboard, and corrects the estimate', async () => {
    const session = await openSession({ name: 'runs', files: { 'search_digits.py': SCRIPT, ...LIBRARY } });
    const { workbench } = session;
    try {
      await workbench.open('search_digits.py');
      await workbench.watts.waitFor();
      const lens = workbench.codeLenses.first();
      await lens.waitFor();
      const before = await textOf(lens);
      await workbench.picture('runs-before');
      await workbench.command('Terminal: Create New Terminal');
      await workbench.shellReady();
      await workbench.page.keyboard.type('python3 search_digits.py\n');
      const tooltip = await workbench.hover(workbench.watts, 'search_digits.py');
      assert.match(tooltip, /search_digits\.py/);
      await workbench.picture('runs-during');
      // Above the terminal, where the hover does not reach.
      await workbench.page.mouse.move(1000, 450);
      const summary = workbench.page.locator('.statusbar-item').filter({ hasText: 'search_digits.py' });
      await summary.waitFor();
      assert.match((await textOf(summary)) ?? '', /search_digits\.py[\s\S]*\d\s*s/);
      // It took far longer than the search of a real library would have.
      await workbench.until('the estimate to change', async () => (await textOf(lens)) !== before);
      await workbench.picture('runs-after');
      await workbench.watts.click();
      const runs = workbench.dashboard.locator('#runs');
      await runs.getByText('search_digits.py').first().waitFor();
      assert.match((await textOf(runs)) ?? '', /1 run[\s\S]*terminal/);
      await workbench.picture('runs-dashboard');
    } finally {
      await session.close();
    }
  });

  it('goes on over a reload of the window, which leaves a gap', async () => {
    const session = await openSession({ name: 'runs-reload', files: { 'search_digits.py': SCRIPT, ...LIBRARY } });
    const { workbench } = session;
    try {
      await workbench.open('search_digits.py');
      await workbench.watts.waitFor();
      await workbench.command('Terminal: Create New Terminal');
      await workbench.shellReady();
      await workbench.page.keyboard.type('SECONDS_TO_TRAIN=60 python3 search_digits.py\n');
      await workbench.hover(workbench.watts, 'Run of search_digits.py');
      await workbench.page.mouse.move(1000, 450);
      const loaded = workbench.page.waitForEvent('load');
      await workbench.command('Developer: Reload Window');
      await loaded;
      await workbench.ready();
      await workbench.watts.waitFor();
      await workbench.command('Carbon Hints: Open Dashboard');
      await workbench.dashboard.locator('#now').getByText('search_digits.py').first().waitFor();
      await workbench.picture('runs-reloaded');
      const runs = workbench.dashboard.locator('#runs');
      await runs.getByText('search_digits.py').first().waitFor({ timeout: 90_000 });
      assert.match((await textOf(runs)) ?? '', /1 run[\s\S]*\d gaps?, /);
      await workbench.picture('runs-reloaded-after');
    } finally {
      await session.close();
    }
  });
});
