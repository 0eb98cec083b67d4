/** When the meter reads: only for somebody who is there. */
import * as assert from 'node:assert/strict';
import { needFor } from '../../../src/vscode/power/need';

describe('the need for power readings', () => {
  it('is full in the window that is used', () => {
    assert.equal(needFor({ focused: true, active: true, runs: 0 }), 'active');
  });

  it('is small in a window that lost the focus a moment ago', () => {
    assert.equal(needFor({ focused: false, active: true, runs: 0 }), 'idle');
  });

  it('is full while something trains, whoever looks', () => {
    assert.equal(needFor({ focused: false, active: false, runs: 1 }), 'training');
  });

  it('is none in a window that nobody uses', () => {
    assert.equal(needFor({ focused: true, active: false, runs: 0 }), 'none');
    assert.equal(needFor({ focused: false, active: false, runs: 0 }), 'none');
  });
});
