/** Trees are owned: what an edit replaces is freed at once, so that memory does not grow with edits. */
import assert from 'node:assert/strict';
import { trainingCode } from '../../bench/training-code';
import { syntaxSession } from '../../support/grammar';

const MEGABYTE = 1024 * 1024;

describe('parser memory', () => {
  it('does not grow over 300 parses of a 2,000-line file', async () => {
    const session = await syntaxSession();
    const { text, typingPlaces } = trainingCode(2000, 5);
    const document = session.open(text);
    const edit = (index: number): void => {
      const at = typingPlaces[index % typingPlaces.length] ?? 0;
      const typed = `${text.slice(0, at)}x${text.slice(at)}`;
      document.update(typed, { start: at, oldEnd: at, newEnd: at + 1 });
      document.update(text, { start: at, oldEnd: at + 1, newEnd: at });
    };
    for (let index = 0; index < 30; index += 1) edit(index);
    const before = process.memoryUsage().external;
    for (let index = 0; index < 150; index += 1) edit(index);
    const grown = process.memoryUsage().external - before;
    document.dispose();
    assert.ok(grown <= 20 * MEGABYTE, `the parser's memory grew by ${(grown / MEGABYTE).toFixed(1)} MB`);
  });
});
