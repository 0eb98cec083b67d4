/** The messages between extension and page: what is believed, and what is not. */
import * as assert from 'node:assert/strict';
import fc from 'fast-check';
import { pageHtml } from '../../../src/vscode/dashboard/html';
import { runningMessage } from '../../../src/vscode/dashboard/current';
import { FIRST_QUERY, isFromPage, isSavedState, isToPage } from '../../../src/webview/messages';
import { ratioPosition, ticksTo, unbroken } from '../../../src/webview/scale';
import { ratioText, verdict } from '../../../src/webview/words';
import { everything, FRENCH_GRID, NOTHING, NOW } from '../../support/dashboard';

describe('messages to the page', () => {
  it('are believed as the extension makes them', async () => {
    for (const message of [...(await everything()), ...NOTHING]) assert.ok(isToPage(message), JSON.stringify(message));
  });

  it('may only hold numbers that are numbers', async () => {
    const [live] = await everything();
    assert.ok(!isToPage({ ...live, total: { low: 1, typical: Number.NaN, high: 3 } }));
    assert.ok(!isToPage({ ...live, overhead: '0.1' }));
    assert.ok(!isToPage({ ...live, quality: 'certain' }));
  });

  it('say what a run emits only where a grid is known', () => {
    const run = {
      script: 'train.py',
      startedBy: 'task',
      since: NOW - 3_600_000,
      energy: { low: 1, typical: 1, high: 1 },
      quality: 'measured',
      isLowerBound: false,
      gapSeconds: 0,
      estimate: null,
    } as const;
    assert.equal(runningMessage([run], FRENCH_GRID, NOW).runs[0]?.emissions?.typical, 44.2);
    assert.equal(runningMessage([run], undefined, NOW).runs[0]?.emissions, null);
    assert.equal(runningMessage([run], undefined, NOW).runs[0]?.hours, 1);
  });
});

describe('messages from the page', () => {
  it('name only commands of the page', () => {
    assert.ok(isFromPage({ type: 'command', command: 'setRegion' }));
    assert.ok(!isFromPage({ type: 'command', command: 'workbench.action.terminal.sendSequence' }));
  });

  it('name findings by number', () => {
    assert.ok(isFromPage({ type: 'show', finding: 3 }));
    for (const finding of [-1, 1.5, '3', null, 'file:///etc/passwd']) assert.ok(!isFromPage({ type: 'show', finding }));
  });

  it('are refused, and never throw, whatever they are', () => {
    fc.assert(
      fc.property(fc.anything(), (message) => {
        assert.equal(isFromPage(message), false);
        assert.equal(isToPage(message), false);
        assert.equal(isSavedState(message), false);
      }),
      { numRuns: 500, seed: 3 },
    );
  });

  it('take no key from the prototype', () => {
    assert.ok(!isFromPage(Object.create({ type: 'query', query: FIRST_QUERY })));
  });
});

describe('the bare page', () => {
  const html = pageHtml({ script: 'https://x/a.js', style: 'https://x/a.css', source: 'https://x', nonce: 'n0' });

  it('lets nothing run but its own script', () => {
    assert.match(html, /default-src 'none'; style-src https:\/\/x; script-src 'nonce-n0'/);
    assert.doesNotMatch(html, /unsafe|style=|onload|onclick/);
    assert.equal(html.match(/<script/g)?.length, 1);
  });
});

describe('the scales', () => {
  it('have round steps that reach the highest value', () => {
    assert.deepEqual(ticksTo(312), [0, 100, 200, 300, 400]);
    assert.deepEqual(ticksTo(0.07), [0, 0.02, 0.04, 0.06, 0.08]);
    assert.deepEqual(ticksTo(0), [0, 0.5, 1]);
  });

  it('put the estimate in the middle of a ratio, and stop at the ends', () => {
    assert.deepEqual([0.1, 1, 10, 1000, 0, Number.NaN].map(ratioPosition), [0, 0.5, 1, 1, 0, 0]);
  });

  it('break a line where nothing is known or nobody read', () => {
    const points = [0, 2, 4, 60, 62, 64].map((at) => ({ at, value: at === 62 ? null : at }));
    assert.deepEqual(
      unbroken(points).map((part) => part.map(({ at }) => at)),
      [[0, 2, 4], [60], [64]],
    );
  });
});

describe('the words', () => {
  it('give a ratio as many digits as it deserves', () => {
    assert.deepEqual([12.4, 1.26, 0.31, 0.042, 0.001].map(ratioText), ['× 12', '× 1.3', '× 0.3', '× 0.04', '× <0.01']);
  });

  it('say on which side of the range a value lies', () => {
    const estimated = { low: 1, typical: 2, high: 4 };
    const at = (typical: number): string => verdict({ low: typical, typical, high: typical }, estimated);
    assert.deepEqual([0.9, 1, 4, 4.1].map(at), ['below', 'inside', 'inside', 'above']);
  });
});
