/** Suggestions for mistyped names. */
import { strict as assert } from 'node:assert';
import { nearest, unknown } from '../../../src/cli/usage';

const IDS = ['exhaustive-grid-search', 'hf-trainer-in-fp32', 'lightning-in-fp32', 'torch-training-in-fp32'];

describe('suggestions', () => {
  it('finds a mistyped name', () => {
    assert.deepEqual(nearest('exaustive-grid-serch', IDS), ['exhaustive-grid-search']);
  });
  it('finds the names that hold a part', () => {
    assert.deepEqual(nearest('fp32', IDS), ['hf-trainer-in-fp32', 'lightning-in-fp32', 'torch-training-in-fp32']);
  });
  it('finds nothing for a far-off word', () => {
    assert.deepEqual(nearest('banana', IDS), []);
    assert.equal(unknown('rule', 'banana', IDS).message, "unknown rule 'banana'");
  });
  it('names the suggestions', () => {
    assert.equal(unknown('format', 'sarf', ['sarif', 'text']).message, "unknown format 'sarf'; did you mean 'sarif'?");
  });
});
