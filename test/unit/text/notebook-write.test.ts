/** Writing edited cells back: only the bytes of the cell's source change. */
import assert from 'node:assert/strict';
import { parseNotebook } from '../../../src/core/text/notebook/parse';
import type { NotebookFile } from '../../../src/core/text/notebook/parse';
import { writeNotebook } from '../../../src/core/text/notebook/write';

function parsed(text: string): NotebookFile {
  const result = parseNotebook(text);
  if (result.kind === 'error') throw new Error(result.message);
  return result.notebook;
}

/** Replaces `from` by `to` in cell 0 and returns the whole file. */
function replace(text: string, from: string, to: string): string | undefined {
  const notebook = parsed(text);
  const start = notebook.cells[0]?.text.indexOf(from) ?? -1;
  const edit = { span: { start, end: start + from.length }, newText: to };
  return writeNotebook(text, notebook, { cells: [{ cell: 0, edits: [edit] }] });
}

const file = (source: string): string =>
  `{\n "cells": [{"cell_type": "code",  "outputs": [1e3, "\\u00e9"],\n   "source": ${source} }]\n}\n`;

describe('writing a notebook', () => {
  it('changes only the line that changed in a list', () => {
    assert.equal(
      replace(file('[\n    "a\\n",\n    "b\\n",\n    "c"\n  ]'), 'b', 'B'),
      file('[\n    "a\\n",\n    "B\\n",\n    "c"\n  ]'),
    );
  });

  it('adds and removes lines in the layout of the list', () => {
    assert.equal(replace(file('[\n  "a\\n",\n  "c"\n ]'), 'a\n', 'a\nb\n'), file('[\n  "a\\n",\n  "b\\n",\n  "c"\n ]'));
    assert.equal(replace(file('[\n  "a\\n",\n  "c"\n ]'), 'a\n', ''), file('[\n  "c"\n ]'));
    assert.equal(replace(file('["a\\n", "c"]'), '\nc', ''), file('["a"]'));
    assert.equal(replace(file('["a"]'), 'a', ''), file('[]'));
    assert.equal(replace(file('[]'), '', 'x = 1\ny'), file('["x = 1\\n", "y"]'));
  });

  it('keeps a string a string and its escapes as they are', () => {
    assert.equal(replace(file('"a\\u00e9\\tb\\/"'), 'b', 'ü'), file('"a\\u00e9\\t\\u00fc\\/"'));
    assert.equal(replace(file('"aé b"'), 'b', 'ü "x"'), file('"aé ü \\"x\\""'));
  });

  it('keeps CRLF inside a source', () => {
    assert.equal(replace(file('"a\\r\\nb\\r\\nc"'), 'b\n', 'b\nd\n'), file('"a\\r\\nb\\r\\nd\\r\\nc"'));
    assert.equal(replace(file('["a\\r\\n", "b"]'), 'b', 'c\nb'), file('["a\\r\\n", "c\\r\\n", "b"]'));
  });

  it('refuses a cell that is not there and edits that overlap', () => {
    const text = file('"ab"');
    const edit = { span: { start: 0, end: 2 }, newText: '' };
    assert.equal(writeNotebook(text, parsed(text), { cells: [{ cell: 5, edits: [] }] }), undefined);
    assert.equal(writeNotebook(text, parsed(text), { cells: [{ cell: 0, edits: [edit, edit] }] }), undefined);
  });
});
