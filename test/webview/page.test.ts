/** The dashboard page in a browser: what it shows, by keyboard and without charts, and what it makes of bad messages. */
import * as assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../scripts/vscode/browser';
import { readRecords } from '../../src/vscode/dashboard/history-file';
import { runsMessage } from '../../src/vscode/dashboard/run-list';
import { FIRST_QUERY, type Query, type Runs } from '../../src/webview/messages';
import { everything, FINDINGS, NOTHING } from '../support/dashboard';
import { history, historyText, runLine } from '../support/history';
import { NOW } from '../support/dashboard';
import { showPage, tell, type ShownPage } from './shown-page';

describe('the dashboard page', () => {
  let browser: Browser;
  let shown: ShownPage;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser.close());
  beforeEach(async () => {
    shown = await showPage(browser);
  });
  afterEach(async () => {
    await shown.page.context().close();
    assert.deepEqual(shown.troubles, []);
  });

  const body = (): Promise<string> => shown.page.locator('main').innerText();
  const section = (id: string): Promise<string> => shown.page.locator(`section#${id}`).innerText();
  const seen = (text: string | RegExp): Promise<void> => shown.page.getByText(text).first().waitFor();

  async function runs(lines: Parameters<typeof historyText>[0], query: Query = FIRST_QUERY): Promise<Runs> {
    return runsMessage(await readRecords(historyText(lines)), query);
  }

  it('says that it listens, and shows that it waits', async () => {
    assert.deepEqual(await shown.said(), [{ type: 'ready', query: FIRST_QUERY }]);
    assert.match(await body(), /Loading…/);
  });

  it('gives every figure its unit, origin, and for emissions zone and year', async () => {
    await tell(shown, await everything());
    await seen('≈ 290 W');
    const now = await section('now');
    assert.match(now, /partly modelled\. GPU: nvidia-smi \(measured\); CPU: Load model \(modelled\)/);
    assert.match(now, /g CO2e\/h at 44\.2 g CO2e\/kWh: France, average of 2024/);
    assert.match(now, /estimated 0\.9–3\.6 kWh, prior/);
    assert.match(await section('runs'), /kWh\s+measured[\s\S]*prior/);
    assert.match(await section('scripts'), /g CO2e\s+France, 2024/);
  });

  it('designs the empty state of every part', async () => {
    await tell(shown, NOTHING);
    await seen('Live power is switched off.');
    const text = await body();
    for (const words of [
      'No run has been measured',
      'Nothing was measured in the last 30 days',
      'No Python document is open',
    ]) {
      assert.ok(text.includes(words), words);
    }
    assert.doesNotMatch(text, /Loading…|\b0 W\b|NaN|undefined|null/);
    await shown.page.getByRole('button', { name: 'Switch it on' }).click();
    assert.deepEqual((await shown.said()).at(-1), { type: 'command', command: 'togglePower' });
  });

  it('says what of it failed, and shows the rest', async () => {
    await tell(shown, [...NOTHING, { type: 'failure', part: 'runs', message: 'EACCES: permission denied' }]);
    await seen('This part cannot be shown: EACCES: permission denied');
    assert.match(await section('findings'), /No Python document/);
  });

  it('shows text of the history as text', async () => {
    const script = '<img src=x onerror="document.title=1">.py';
    await tell(shown, [await runs([runLine({ script, machine: '<script>1</script>' })])]);
    await seen(script);
    assert.equal(await shown.page.locator('main img, main script').count(), 0);
  });

  it('drops a message of another shape and says so', async () => {
    await shown.send({ type: 'runs', total: 'many' });
    await seen('The extension sent something that this page cannot read.');
  });

  it('marks runs that are too short, were not measured, failed, or have gaps', async () => {
    await tell(shown, [await runs(history(24, NOW))]);
    await seen('too short to measure');
    const text = await section('runs');
    for (const words of [
      'not measured: no sensor answered',
      'failed (exit 1)',
      '1 gap, ',
      'accelerators only',
      'at least ',
    ]) {
      assert.ok(text.includes(words), words);
    }
  });

  it('tells in words what a range bar shows', async () => {
    await tell(shown, [await runs([runLine()])]);
    const bar = shown.page.getByRole('img', {
      name: /Measured 600 Wh is times 1\.2 the estimate, inside its range of 290–850 Wh\./,
    });
    await bar.waitFor();
    assert.match(await section('runs'), /× 1\.2, in range/);
  });

  it('opens the details of a run by keyboard', async () => {
    await tell(shown, [
      await runs([runLine({ gaps: [{ from: '2026-11-20T11:00:00Z', seconds: 840, reason: 'asleep' }] })]),
    ]);
    const opener = shown.page.getByRole('button', { name: 'train.py' });
    await opener.focus();
    await shown.page.keyboard.press('Enter');
    assert.equal(await opener.getAttribute('aria-expanded'), 'true');
    assert.match(await section('runs'), /package-0: 150 Wh, measured by RAPL powercap[\s\S]*14 min: asleep/);
  });

  it('asks for another order by the head of a column and keeps the focus there', async () => {
    await tell(shown, [await runs(history(60, NOW))]);
    await shown.page.getByRole('button', { name: 'Measured', exact: true }).click();
    const query: Query = { ...FIRST_QUERY, sort: 'energy' };
    assert.deepEqual((await shown.said()).at(-1), { type: 'query', query });
    await tell(shown, [await runs(history(60, NOW), query)]);
    await shown.page.locator('th[aria-sort="descending"] button').getByText('Measured').waitFor();
    assert.equal(
      await shown.page.evaluate(() => (globalThis as unknown as Scope).document.activeElement?.textContent),
      'Measured ▼',
    );
  });

  it('filters as one types, and pages through the rest', async () => {
    await tell(shown, [await runs(history(60, NOW))]);
    await seen('page 1 of 3');
    await shown.page.getByRole('button', { name: 'Next' }).click();
    assert.deepEqual((await shown.said()).at(-1), { type: 'query', query: { ...FIRST_QUERY, page: 1 } });
    await shown.page.getByLabel('Script', { exact: true }).fill('bert');
    await shown.page.waitForFunction(() =>
      (globalThis as unknown as Scope).said.some((one) => one.query?.script === 'bert'),
    );
  });

  it('has a table for every chart', async () => {
    await tell(shown, await everything());
    const charts = shown.page.getByRole('img', { name: /chart/ });
    await charts.first().waitFor();
    assert.equal(await charts.count(), 2);
    await shown.page.getByRole('button', { name: 'Tables instead of charts' }).click();
    await shown.page.getByRole('table', { name: 'Power at the end of each minute' }).waitFor();
    await shown.page.getByRole('table', { name: 'Energy by local day' }).waitFor();
    assert.equal(await shown.page.locator('section svg[role="img"]').count(), 0);
  });

  it('reads single moments of the live chart by arrow keys', async () => {
    await tell(shown, await everything());
    const chart = shown.page.getByRole('img', { name: /Line chart of power over the last 12 minutes/ });
    await chart.focus();
    await shown.page.keyboard.press('Home');
    const readout = shown.page.locator('.readout');
    const first = await readout.innerText();
    assert.match(first, /Total ≈ 64 W · RTX A5000 24\.0 W · Xeon W-2245 ≈ 40 W/);
    await shown.page.keyboard.press('ArrowRight');
    assert.notEqual(await readout.innerText(), first);
  });

  it('breaks the line where nobody read', async () => {
    await tell(shown, await everything());
    await shown.page.locator('path.series.s0').first().waitFor();
    assert.equal(await shown.page.locator('path.series.s0').count(), 2);
  });

  it('asks the extension to show or explain a finding', async () => {
    await tell(shown, [FINDINGS]);
    await shown.page.getByRole('button', { name: 'search_svm.py:24' }).click();
    await shown.page.getByRole('button', { name: 'dataloader-single-process' }).click();
    assert.deepEqual((await shown.said()).slice(1), [
      { type: 'show', finding: 0 },
      { type: 'explain', finding: 1 },
    ]);
    assert.match(await section('findings'), /Together, without counting a run twice/);
  });

  it('says when a budget is exceeded', async () => {
    const [live] = await everything();
    assert.ok(live?.type === 'live');
    await tell(shown, [{ ...live, exceeded: ['the machine draws more than 250 W'] }]);
    await seen('Above your budget: the machine draws more than 250 W.');
  });

  it('comes back after a reload as it was left', async () => {
    const query: Query = { ...FIRST_QUERY, script: 'bert', show: 'compared' };
    const back = await showPage(browser, { query, tables: true });
    assert.deepEqual(await back.said(), [{ type: 'ready', query }]);
    assert.equal(await back.page.getByLabel('Show', { exact: true }).inputValue(), 'compared');
    assert.equal(
      await back.page.getByRole('button', { name: 'Tables instead of charts' }).getAttribute('aria-pressed'),
      'true',
    );
    await back.page.context().close();
  });

  it('fits a narrow panel', async () => {
    await shown.page.setViewportSize({ width: 420, height: 800 });
    await tell(shown, await everything());
    await seen('≈ 290 W');
    const widths = await shown.page.evaluate(() => {
      const { scrollWidth, clientWidth } = (globalThis as unknown as Scope).document.documentElement;
      return [scrollWidth, clientWidth];
    });
    assert.ok((widths[0] ?? 0) <= (widths[1] ?? 0), String(widths));
  });
});

/** What the functions that run in the page ask of it. */
interface Scope {
  readonly said: readonly { readonly query?: Query }[];
  readonly document: {
    readonly activeElement: { readonly textContent: string } | null;
    readonly documentElement: { readonly scrollWidth: number; readonly clientWidth: number };
  };
}
