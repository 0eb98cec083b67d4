/** Lenses do not jump while code is broken for a moment. */
import * as assert from 'node:assert/strict';
import { HOLD_MS, LensMemory, type ShownEstimate } from '../../../src/vscode/estimates/lens-memory';

const FIRST: ShownEstimate = { line: 3, text: 'about 1 kWh', tooltip: '' };
const SECOND: ShownEstimate = { line: 9, text: 'about 2 kWh', tooltip: '' };

describe('lenses', () => {
  it('show what was found', () => {
    assert.deepEqual(new LensMemory().settle('a', [FIRST], 0), [FIRST]);
  });

  it('follow at once when as many or more are found', () => {
    const memory = new LensMemory();
    memory.settle('a', [FIRST], 0);
    assert.deepEqual(memory.settle('a', [FIRST, SECOND], 1), [FIRST, SECOND]);
  });

  it('stay for a moment when fewer are found', () => {
    const memory = new LensMemory();
    memory.settle('a', [FIRST, SECOND], 0);
    assert.deepEqual(memory.settle('a', [FIRST], 10), [FIRST, SECOND]);
    assert.equal(memory.isHolding, true);
  });

  it('go when the moment is over', () => {
    const memory = new LensMemory();
    memory.settle('a', [FIRST], 0);
    memory.settle('a', [], 10);
    assert.deepEqual(memory.settle('a', [], 10 + HOLD_MS), []);
    assert.equal(memory.isHolding, false);
  });

  it('start the moment anew when they came back in between', () => {
    const memory = new LensMemory();
    memory.settle('a', [FIRST], 0);
    memory.settle('a', [], 10);
    memory.settle('a', [FIRST], 20);
    assert.deepEqual(memory.settle('a', [], 10 + HOLD_MS), [FIRST]);
  });

  it('of one document do not touch those of another', () => {
    const memory = new LensMemory();
    memory.settle('a', [FIRST], 0);
    assert.deepEqual(memory.settle('b', [], 1), []);
  });
});
