/** The dashboard in the workbench, as it is packaged: from a click on the watts, in every kind of theme, full and empty. */
import * as assert from 'node:assert/strict';
import { history, historyText } from '../../support/history';
import { openSession, type Session } from './session';
import { textOf } from './workbench';

const THEMES = {
  dark: 'Default Dark Modern',
  light: 'Default Light Modern',
  'high-contrast': 'Default High Contrast',
};

describe('The dashboard', () => {
  for (const [name, theme] of Object.entries(THEMES)) {
    it(`shows power, runs and findings in the ${name} theme`, async () => {
      const session = await openSession({
        name: `dashboard-${name}`,
        theme,
        history: historyText(history(40, Date.now())),
      });
      try {
        await opensFrom(session, `dashboard-${name}`);
      } finally {
        await session.close();
      }
    });
  }

  it('comes back after the window was reloaded, as it was left', async () => {
    const session = await openSession({ name: 'dashboard-reload', history: historyText(history(40, Date.now())) });
    const { workbench } = session;
    try {
      await workbench.open('train_well.py');
      await workbench.watts.click();
      await workbench.dashboard.getByText('40 runs').waitFor();
      await workbench.dashboard.getByLabel('Script', { exact: true }).fill('bert');
      await workbench.dashboard.getByText('10 of 40 runs match').waitFor();
      // Unlike a reload of the page, the editor's own keeps what is open.
      const loaded = workbench.page.waitForEvent('load');
      await workbench.command('Developer: Reload Window');
      await loaded;
      await workbench.dashboard.getByText('10 of 40 runs match').waitFor();
    } finally {
      await session.close();
    }
  });

  it('says what it waits for where nothing was measured, in a folder that is not trusted', async () => {
    const session = await openSession({ name: 'dashboard-empty', trust: 'withheld' });
    const { workbench } = session;
    try {
      // A Python file starts the extension; a palette that was opened before would not know its commands.
      await workbench.open('train_well.py');
      await workbench.watts.waitFor();
      await workbench.command('Carbon Hints: Open Dashboard');
      const page = workbench.dashboard;
      await page.getByText('No run has been measured on this machine yet.').waitFor();
      await page.locator('.picture svg').first().waitFor();
      await workbench.picture('dashboard-empty');
    } finally {
      await session.close();
    }
  });
});

async function opensFrom({ workbench, lineOf }: Session, picture: string): Promise<void> {
  await workbench.open('search_svm.py');
  await workbench.goTo(lineOf('search_svm.py', 'search = GridSearchCV('), 1);
  await workbench.waitForSquiggle();
  const tooltip = await workbench.hover(workbench.watts, 'Today');
  assert.match(tooltip, /Power of [\s\S]*modelled[\s\S]*Today:[\s\S]*France, 2024/);
  await workbench.picture(`${picture}-tooltip`);
  await workbench.watts.click();
  const page = workbench.dashboard;
  await page.getByText('exhaustive-grid-search').first().waitFor();
  await page.locator('.picture svg').first().waitFor();
  assert.match((await textOf(page.locator('#runs'))) ?? '', /40 runs[\s\S]*in range/);
  assert.match((await textOf(page.locator('#now'))) ?? '', /g CO2e\/h at [\d.]+ g CO2e\/kWh/);
  await workbench.picture(`${picture}-now`);
  for (const part of ['Runs', 'Energy by day', 'What the findings would save']) {
    await page.getByRole('navigation').getByRole('button', { name: part }).click();
    await workbench.picture(`${picture}-${part.toLowerCase().replaceAll(' ', '-')}`);
  }
}
