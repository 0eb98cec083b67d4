/** Bytes to text the way Python reads source files, and back without a lost byte. */
import { strict as assert } from 'node:assert';
import { decode } from '../../../src/cli/files/decode';

/** What is written when the text stays as it is. */
function roundTrip(bytes: Uint8Array): Buffer {
  const { text, encode } = decode(bytes);
  return Buffer.from(encode!(text)!);
}

describe('decoding source files', () => {
  it('reads UTF-8', () => {
    assert.equal(decode(Buffer.from('é = "😀"')).text, 'é = "😀"');
  });
  it('takes a byte order mark off and puts it back', () => {
    const bytes = Buffer.from('\ufeffx = 1\r\n');
    assert.equal(decode(bytes).text, 'x = 1\r\n');
    assert.deepEqual(roundTrip(bytes), bytes);
  });
  it('reads Latin-1 by its coding comment', () => {
    const bytes = Buffer.from('# -*- coding: latin-1 -*-\nname = "caf\xe9"\n', 'latin1');
    assert.equal(decode(bytes).text.split('\n')[1], 'name = "café"');
    assert.deepEqual(roundTrip(bytes), bytes);
  });
  it('finds the coding comment in the second line only', () => {
    assert.equal(decode(Buffer.from('#!/usr/bin/python\n# vim: set fileencoding=latin-1 :\n')).encoding, 'latin-1');
    assert.equal(decode(Buffer.from('a\nb\n# coding: latin-1\n')).encoding, 'utf-8');
  });
  it('falls back to Latin-1 for bytes that are not UTF-8', () => {
    const bytes = Buffer.from('x = 1  # caf\xe9\n', 'latin1');
    assert.equal(decode(bytes).encoding, 'latin-1');
    assert.deepEqual(roundTrip(bytes), bytes);
  });
  it('does not write characters that the encoding lacks', () => {
    assert.equal(decode(Buffer.from('# caf\xe9', 'latin1')).encode!('# 😀'), null);
  });
  it('reads a declared encoding that it cannot write', () => {
    const shiftJis = Buffer.concat([Buffer.from('# coding: shift_jis\n# '), Buffer.from([0x83, 0x7e])]);
    const result = decode(shiftJis);
    assert.ok(result.text.endsWith('# ミ'));
    assert.equal(result.encode, null);
  });
});
