/** Offsets and positions under every kind of line end. */
import assert from 'node:assert/strict';
import { LineIndex, dominantLineEnd, lineEnd, lineStart, nextLine } from '../../../src/core/text/lines';

describe('LineIndex', () => {
  it('knows three kinds of line end', () => {
    const index = new LineIndex('a\nbb\r\nccc\rd');
    assert.equal(index.lineCount, 4);
    assert.deepEqual(
      [0, 1, 2, 3].map((line) => index.startOf(line)),
      [0, 2, 6, 10],
    );
    assert.deepEqual(
      [0, 1, 2, 3].map((line) => index.endOf(line)),
      [1, 4, 9, 11],
    );
  });

  it('counts columns in UTF-16 code units', () => {
    assert.deepEqual(new LineIndex('x\n😀y').positionAt(4), { line: 1, column: 2 });
  });

  it('clamps what lies outside', () => {
    const index = new LineIndex('ab\r\ncd');
    assert.deepEqual(index.positionAt(99), { line: 1, column: 2 });
    assert.equal(index.offsetAt({ line: 0, column: 99 }), 2);
    assert.equal(index.offsetAt({ line: 9, column: 0 }), 6);
  });

  it('has one empty line for an empty text', () => {
    assert.equal(new LineIndex('').lineCount, 1);
    assert.deepEqual(new LineIndex('').positionAt(0), { line: 0, column: 0 });
  });
});

describe('line ends', () => {
  it('names the one that most lines have', () => {
    assert.equal(dominantLineEnd('a'), '\n');
    assert.equal(dominantLineEnd('a\r\nb\r\nc\n'), '\r\n');
    assert.equal(dominantLineEnd('a\rb\r'), '\r');
  });

  it('finds the line around an offset', () => {
    const text = 'ab\r\ncd\r\n';
    assert.equal(lineStart(text, 5), 4);
    assert.equal(lineEnd(text, 5), 6);
    assert.equal(nextLine(text, 5), 8);
    assert.equal(nextLine(text, 1), 4);
  });

  it('takes both halves of a line end for the line that they end', () => {
    const text = 'ab\r\ncd\r\n';
    assert.equal(lineStart(text, 3), 0);
    assert.equal(lineEnd(text, 3), 2);
    assert.equal(nextLine(text, 3), 4);
  });
});
