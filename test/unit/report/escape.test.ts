/** Text from files and file names cannot steer a terminal. */
import { strict as assert } from 'node:assert';
import { safeJson, visible } from '../../../src/report/escape';

describe('escaping for terminals', () => {
  it('writes control characters as visible text', () => {
    assert.equal(visible('a\u001b[2Jb\u009bc\td'), 'a\\u{1b}[2Jb\\u{9b}c\\u{9}d');
  });
  it('writes bidirectional overrides as visible text', () => {
    assert.equal(visible('\u202egnp.exe'), '\\u{202e}gnp.exe');
  });
  it('leaves letters of every script alone', () => {
    assert.equal(visible('modèle_データ_😀.py'), 'modèle_データ_😀.py');
  });
  it('keeps JSON equal after reading it back', () => {
    const value = { name: 'a\u009b\u2028\u202e"\\\n😀', lone: '\ud800' };
    const text = safeJson(value, 2);
    assert.deepEqual(JSON.parse(text), value);
    assert.ok(!/[\u009b\u2028\u202e]/.test(text));
  });
});
