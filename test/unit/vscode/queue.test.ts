/** What is analysed when: bursts once, visible first, never after closing. */
import * as assert from 'node:assert/strict';
import { AnalysisQueue } from '../../../src/vscode/documents/queue';

function queueThat(isVisible: (key: string) => boolean = () => true): { queue: AnalysisQueue; ran: string[] } {
  const ran: string[] = [];
  return { queue: new AnalysisQueue(isVisible, (key) => ran.push(key)), ran };
}

describe('the analysis queue', () => {
  it('runs once for a burst of typing', async () => {
    const { queue, ran } = queueThat();
    for (let key = 0; key < 20; key += 1) queue.soon('a');
    await queue.idle();
    assert.deepEqual(ran, ['a']);
  });

  it('runs visible documents first', async () => {
    const { queue, ran } = queueThat((key) => key === 'c');
    for (const key of ['a', 'b', 'c']) queue.now(key);
    await queue.idle();
    assert.deepEqual(ran, ['c', 'a', 'b']);
  });

  it('forgets what is cancelled', async () => {
    const { queue, ran } = queueThat();
    queue.soon('a');
    queue.now('b');
    queue.cancel('a');
    queue.cancel('b');
    await queue.idle();
    assert.deepEqual(ran, []);
  });

  it('knows what waits', async () => {
    const { queue } = queueThat();
    queue.soon('a');
    queue.now('b');
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => queue.isWaiting(key)),
      [true, true, false],
    );
    await queue.idle();
    assert.deepEqual(
      ['a', 'b'].map((key) => queue.isWaiting(key)),
      [false, false],
    );
  });

  it('does not wait once more for what is wanted now', async () => {
    const { queue, ran } = queueThat();
    queue.soon('a');
    queue.now('a');
    await queue.idle();
    assert.deepEqual(ran, ['a']);
  });

  it('runs what is added while it runs', async () => {
    const ran: string[] = [];
    const queue: AnalysisQueue = new AnalysisQueue(
      () => true,
      (key) => {
        ran.push(key);
        if (key === 'a') queue.now('b');
      },
    );
    queue.now('a');
    await queue.idle();
    assert.deepEqual(ran, ['a', 'b']);
  });

  it('is idle when it is disposed', async () => {
    const { queue, ran } = queueThat();
    queue.soon('a');
    queue.dispose();
    await queue.idle();
    assert.deepEqual(ran, []);
  });
});
