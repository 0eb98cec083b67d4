/** The corpus run notices a fix that lays a file out in another way, or touches a notebook beside the cell it is about. */
import assert from 'node:assert/strict';
import type { Source } from '../../../src/core/engine-types';
import { examine, type Subject } from '../../../src/cli/scan/load';
import { changesElsewhere } from '../../../scripts/corpus/elsewhere';
import { styleChanges } from '../../../scripts/corpus/style';

describe('the layout of a fixed module', () => {
  const cases: readonly (readonly [what: string, before: string, after: string, wrong: readonly string[]])[] = [
    ['a line more', 'if a:\n\tb\n', 'if a:\n\tc\n\tb\n', []],
    ['the first indented line', 'a\n', 'if a:\n    b\n', []],
    ['other line ends', 'a\r\nb\r\n', 'a\r\nb\nc\r\n', ['brings in other line ends']],
    ['spaces among tabs', 'if a:\n\tb\n', 'if a:\n\tb\nif c:\n    d\n', ['brings in another kind of indentation']],
    ['a lost mark', '\uFEFFa\n', 'a\n', ['changes the byte order mark']],
    ['no last line end', 'a\n', 'a', ['drops the end of the last line']],
    ['spaces behind code', 'a\n', 'a \n', ['leaves spaces at the end of a line']],
  ];
  for (const [what, before, after, wrong] of cases)
    it(`says of ${what}: ${wrong.join() || 'nothing'}`, () => assert.deepEqual(styleChanges(before, after), wrong));
});

describe('a fixed notebook', () => {
  const cell = (source: string): string =>
    `  {"cell_type": "code", "metadata": {"a":1}, "outputs": [], "source": ["${source}"]}`;
  const text = `{"cells": [\n${cell('import a')},\n${cell('a.b()')}\n], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n`;
  const loaded = examine('a.ipynb', Buffer.from(text), () => 'all');
  assert.equal(loaded.kind, 'subject');
  const { subject } = loaded as { readonly subject: Subject };

  function withCells(...texts: readonly string[]): Source {
    assert.equal(subject.source.kind, 'notebook');
    const { cells, ...rest } = subject.source;
    return { ...rest, cells: cells.map((one, at) => ({ ...one, text: texts[at] ?? one.text })) };
  }

  it('may differ in the source of one cell or of several', () => {
    assert.deepEqual(changesElsewhere(subject, withCells('import a', 'a.c()')), []);
    assert.deepEqual(changesElsewhere(subject, withCells('import c', 'c.c()')), []);
  });

  it('may not have changed before the fix came', () => {
    const decoded = { ...subject.decoded, text: text.replace('import a', 'import z') };
    assert.notDeepEqual(changesElsewhere({ ...subject, decoded }, withCells('import a', 'a.c()')), []);
  });
});
