/** Applying edits, finding the smallest one, and moving spans over one. */
import assert from 'node:assert/strict';
import { applyEdits, areDisjoint, conflict, minimalEdit, shiftSpan } from '../../../src/core/text/edits';
import type { TextEdit } from '../../../src/core/text/span';

function edit(start: number, end: number, newText: string): TextEdit {
  return { span: { start, end }, newText };
}

describe('applying edits', () => {
  it('takes them in any order against the original text', () => {
    assert.equal(applyEdits('abcdef', [edit(4, 5, 'X'), edit(0, 1, '')]), 'bcdXf');
  });

  it('keeps the order of insertions at one place', () => {
    assert.equal(applyEdits('ab', [edit(1, 1, '1'), edit(1, 1, '2')]), 'a12b');
  });

  it('refuses overlap and places outside the text', () => {
    assert.equal(applyEdits('abc', [edit(0, 2, ''), edit(1, 3, '')]), undefined);
    assert.equal(applyEdits('abc', [edit(2, 9, '')]), undefined);
    assert.equal(areDisjoint([edit(0, 3, ''), edit(1, 1, 'x')]), false);
  });

  it('calls two insertions at one place a conflict', () => {
    assert.equal(conflict(edit(1, 1, 'a'), edit(1, 1, 'b')), true);
    assert.equal(conflict(edit(0, 1, 'a'), edit(1, 2, 'b')), false);
  });
});

describe('the smallest edit between two texts', () => {
  it('spares the common prefix and suffix', () => {
    assert.deepEqual(minimalEdit('abcd', 'abXd'), edit(2, 3, 'X'));
    assert.equal(minimalEdit('same', 'same'), undefined);
  });

  it('never splits a CRLF', () => {
    assert.deepEqual(minimalEdit('a\r\nb', 'a\rb'), edit(1, 3, '\r'));
    assert.deepEqual(minimalEdit('a\nb', 'a\r\nb'), edit(1, 2, '\r\n'));
  });

  it('never splits a surrogate pair', () => {
    assert.deepEqual(minimalEdit('😀', '😁'), edit(0, 2, '😁'));
  });
});

describe('moving a span over an edit', () => {
  it('moves what lies after and keeps what lies before', () => {
    assert.deepEqual(shiftSpan({ start: 5, end: 6 }, edit(0, 1, 'abc')), { start: 7, end: 8 });
    assert.deepEqual(shiftSpan({ start: 0, end: 2 }, edit(2, 4, '')), { start: 0, end: 2 });
  });

  it('stretches over an edit inside', () => {
    assert.deepEqual(shiftSpan({ start: 0, end: 4 }, edit(1, 2, 'xyz')), { start: 0, end: 6 });
  });
});
