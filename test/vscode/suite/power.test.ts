/** The status bar: live power with its provenance, only while it is wanted. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEverything, eventually, extension, tabWith, withSettings } from './support';

describe('power', () => {
  // A test window has nobody in it, and for an empty window the meter rests.
  beforeEach(async () => {
    const api = await extension();
    (await eventually('the meter', () => api.meter)).setNeed('active');
  });
  afterEach(closeEverything);

  it('shows watts', async () => {
    const api = await extension();
    await eventually('watts in the status bar', () => (/\d W( · \S+)?$/.test(api.power.text) ? true : undefined));
  });

  it('says in the tooltip which sensor measures or models each device', async () => {
    const api = await extension();
    await eventually('devices in the tooltip', () =>
      /\| Device \|.*Sensor/.test(api.power.tooltip) ? true : undefined,
    );
    assert.match(api.power.tooltip, /measured|modelled/);
  });

  it('says what that emits in an hour, in which grid and of which year', async () => {
    const api = await extension();
    const tooltip = await eventually('the emissions', () =>
      /CO2e\/h/.test(api.power.tooltip) ? api.power.tooltip : undefined,
    );
    assert.match(tooltip, /average of 20\d\d/);
  });

  it('says what the readings cost', async () => {
    const api = await extension();
    await eventually('the overhead', () => (/of one core/.test(api.power.tooltip) ? true : undefined));
  });

  it('speaks to screen readers', async () => {
    const api = await extension();
    await eventually('words', () =>
      /^Power (of \S+ )?(about |at least )?[\d.]+ k?W/.test(api.power.spoken) ? true : undefined,
    );
  });

  it('stops when it is switched off, and starts again', async () => {
    const api = await extension();
    await withSettings({ 'power.enabled': false }, () => {
      assert.equal(api.meter, undefined);
      return Promise.resolve();
    });
    await eventually('the meter', () => api.meter);
  });

  it('opens a page about every sensor', async () => {
    const api = await extension();
    await eventually('the meter', () => api.meter);
    await vscode.commands.executeCommand('carbonHints.showPowerSources');
    await tabWith('Carbon Hints: power sensors');
  });

  it('tells the editor only of what has changed', async () => {
    const api = await extension();
    const meter = await eventually('the meter', () => api.meter);
    await eventually('watts', () => (/\d W/.test(api.power.text) ? true : undefined));
    let before = api.power;
    let [readings, different] = [0, 0];
    const first = before.changes;
    const end = meter.onReading(() => {
      const now = api.power;
      different += (['text', 'tooltip', 'spoken'] as const).filter((part) => now[part] !== before[part]).length;
      before = now;
      readings += 1;
    });
    await eventually('some readings', () => (readings >= 4 ? true : undefined));
    end();
    assert.equal(before.changes - first, different);
  });

  it('warns only when a budget of the user is exceeded, and says which', async () => {
    const api = await extension();
    await withSettings({ 'power.budgetWatts': 0.001 }, async () => {
      await eventually('the warning', () => (/Above your budget/.test(api.power.tooltip) ? true : undefined));
      assert.match(api.power.spoken, /the machine draws more than/);
    });
    await eventually('no warning', () => (/budget/.test(api.power.tooltip) ? undefined : true));
  });

  it('opens one dashboard, however often it is asked for', async () => {
    const dashboards = (): readonly vscode.Tab[] =>
      vscode.window.tabGroups.all
        .flatMap(({ tabs }) => tabs)
        .filter(
          ({ input }) => input instanceof vscode.TabInputWebview && /carbonHints\.dashboard$/.test(input.viewType),
        );
    await vscode.commands.executeCommand('carbonHints.openDashboard');
    await eventually('the dashboard', () => dashboards()[0]);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: 'x = 1' }));
    await vscode.commands.executeCommand('carbonHints.openDashboard');
    await eventually('the dashboard in front', () =>
      dashboards().some(({ isActive }) => isActive) ? true : undefined,
    );
    assert.equal(dashboards().length, 1);
  });
});
