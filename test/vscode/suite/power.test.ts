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
    await eventually('watts in the status bar', () => (/\d W$/.test(api.power.text) ? true : undefined));
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
    await eventually('words', () => (/^Power (about |at least )?[\d.]+ k?W/.test(api.power.spoken) ? true : undefined));
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
});
