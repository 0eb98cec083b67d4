/** What happens while a person types, works in a notebook, and mends a whole file. */
import * as assert from 'node:assert/strict';
import { openSession, type Session } from './session';
import type { Workbench } from './workbench';

const typed = [
  'from sklearn.model_selection import GridSearchCV',
  'from sklearn.svm import SVC',
  'grid = {"C": [0.1, 0.3, 1, 3, 10, 30], "gamma": [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1]}',
  'search = GridSearchCV(SVC(), grid, cv=5)',
  'search.fit(X, y)',
];

describe('Editing with the packaged extension', () => {
  let session: Session;
  let workbench: Workbench;

  before(async () => {
    session = await openSession({ name: 'editing' });
    workbench = session.workbench;
  });
  after(() => session.close());

  it('marks waste as it is typed', async () => {
    await workbench.open('train_well.py');
    await workbench.goTo(1, 1);
    await workbench.page.keyboard.press('Control+End');
    assert.equal(await workbench.squiggles.count(), 0);
    for (const line of typed) await workbench.typeLine(line);
    await workbench.waitForSquiggle();
    await workbench.picture('typed');
  });

  it('marks waste in the cells of a notebook', async () => {
    await workbench.openNotebook('explore.ipynb');
    await workbench.scrollTo(workbench.page.locator('.cell-list-container [class*="squiggly-"]').first());
    await workbench.picture('notebook');
  });

  it('mends what is safe in the whole file with one command', async () => {
    await workbench.open('train_torch.py');
    await workbench.goTo(session.lineOf('train_torch.py', 'def validate('), 1);
    await workbench.waitForSquiggle();
    const before = await workbench.visibleText();
    await workbench.command('Carbon Hints: Fix All Safe Problems in This File');
    await workbench.until('the code to change', async () => (await workbench.visibleText()) !== before);
    await workbench.picture('fix-all');
  });
});
