/** The main job as one person does it, from finding to fix, in one theme, with a picture of every step. */
import * as assert from 'node:assert/strict';
import { openSession, type Session } from './session';
import { textOf, type Workbench } from './workbench';

const file = 'search_svm.py';
const wasteful = 'search = GridSearchCV(';

/** Defines the tests. `theme` is the workbench's own name of the theme; `name` is ours, and begins the pictures' names. */
export function journey(name: string, theme: string): void {
  describe(`in the ${name} theme`, () => {
    let session: Session;
    let workbench: Workbench;

    before(async () => {
      session = await openSession({ name, theme });
      workbench = session.workbench;
      await workbench.open(file);
      await workbench.goTo(session.lineOf(file, wasteful), 14);
    });
    after(() => session.close());

    it('a wasteful search is marked', async () => {
      await workbench.waitForSquiggle();
      await workbench.codeLenses.first().waitFor();
      await workbench.watts.waitFor();
      await workbench.picture(`${name}-squiggle`);
    });

    it('resting the mouse on it tells the cost', async () => {
      const hover = await workbench.hover(await workbench.waitForSquiggle(), 'CO2e');
      await workbench.picture(`${name}-hover`);
      assert.match(hover, /Wh/);
      await workbench.moveMouseAway();
    });

    it('the line above the fit carries the estimate of the run', async () => {
      assert.match((await textOf(workbench.codeLenses.first())) ?? '', /Wh/);
    });

    it('the light bulb mends it, and the mark goes away', async () => {
      await workbench.waitForSquiggle();
      const titles = await workbench.lightBulb();
      await workbench.picture(`${name}-light-bulb`);
      await workbench.takeAction(titles[0] ?? '');
      await workbench.waitForNoSquiggle();
      await workbench.picture(`${name}-fixed`);
      assert.doesNotMatch(await workbench.visibleText(), /search = GridSearchCV\(/);
    });

    it('undo brings code and mark back', async () => {
      await workbench.page.keyboard.press('Control+Z');
      await workbench.waitForSquiggle();
      assert.match(await workbench.visibleText(), /search = GridSearchCV\(/);
    });

    it('the status bar shows watts, and its tooltip where they come from', async () => {
      await workbench.watts.waitFor();
      const tooltip = await workbench.hover(workbench.watts, 'CO2e');
      await workbench.picture(`${name}-status-bar`);
      assert.match(tooltip, /modelled|measured/);
    });
  });
}
