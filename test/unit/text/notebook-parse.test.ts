/** Reading .ipynb texts of every format, and what is said about texts that are none. */
import assert from 'node:assert/strict';
import { acceleratorOf } from '../../../src/core/text/notebook/accelerator';
import { parseNotebook } from '../../../src/core/text/notebook/parse';
import type { NotebookFile } from '../../../src/core/text/notebook/parse';

function read(json: unknown): NotebookFile {
  const parsed = parseNotebook(typeof json === 'string' ? json : JSON.stringify(json));
  assert.equal(parsed.kind, 'notebook');
  return (parsed as { notebook: NotebookFile }).notebook;
}

function cells(...list: unknown[]): unknown {
  return { cells: list, metadata: {}, nbformat: 4 };
}

describe('reading a notebook', () => {
  it('reads sources written as a list or as a string', () => {
    const { cells: read4 } = read(
      cells({ cell_type: 'code', source: ['a\n', 'b'] }, { cell_type: 'markdown', source: '# é\r\nx' }),
    );
    assert.deepEqual(
      read4.map(({ kind, text }) => ({ kind, text })),
      [
        { kind: 'code', text: 'a\nb' },
        { kind: 'markup', text: '# é\nx' },
      ],
    );
  });

  it('says where the source lies', () => {
    const text = JSON.stringify(cells({ cell_type: 'code', source: ['a\n', 'b'] }));
    const span = read(text).cells[0]?.source;
    assert.equal(span && text.slice(span.start, span.end), '["a\\n","b"]');
  });

  it('reads worksheets of format 3', () => {
    const old = { nbformat: 3, worksheets: [{ cells: [{ cell_type: 'code', language: 'python', input: ['x = 1'] }] }] };
    assert.equal(read(old).cells[0]?.text, 'x = 1');
    assert.equal(read(old).cells[0]?.kind, 'code');
  });

  it('takes code in another language and cells of the wrong shape as markup', () => {
    const { cells: list } = read(
      cells(
        { cell_type: 'code', source: 'ls', metadata: { vscode: { languageId: 'shellscript' } } },
        { cell_type: 'code', source: 5 },
        7,
        { cell_type: 'raw', source: 'x' },
      ),
    );
    assert.deepEqual(
      list.map((cell) => cell.kind),
      ['markup', 'markup', 'markup', 'markup'],
    );
  });

  it('reads the accelerator and the language', () => {
    const withMetadata = (metadata: unknown): string | null => acceleratorOf(read({ cells: [], metadata }).metadata);
    assert.equal(withMetadata({ accelerator: 'GPU', colab: { gpuType: 'T4' } }), 'GPU T4');
    assert.equal(withMetadata({ colab: { gpuType: 'T4' } }), null);
    assert.equal(withMetadata({ kaggle: { accelerator: 'nvidiaTeslaT4' } }), 'nvidiaTeslaT4');
    assert.equal(withMetadata({ kaggle: { accelerator: 'none' } }), null);
    assert.equal(withMetadata({ kaggle: { isGpuEnabled: true } }), 'GPU');
    assert.deepEqual(
      read({ cells: [], metadata: { colab: { gpuType: 'T4', provenance: [] }, widgets: {} } }).metadata,
      {
        colab: { gpuType: 'T4' },
      },
    );
    assert.equal(read({ cells: [], metadata: { kernelspec: { language: 'R' } } }).language, 'r');
  });

  it('skips a byte order mark', () => {
    assert.equal(read(`\uFEFF${JSON.stringify(cells())}`).cells.length, 0);
  });

  it('names what is wrong with a text that is no notebook', () => {
    const messageFor = (text: string): string => {
      const parsed = parseNotebook(text);
      return parsed.kind === 'error' ? parsed.message : 'no error';
    };
    assert.match(messageFor(''), /empty/);
    assert.match(messageFor('{"cells": [\n{"source": "x'), /not valid JSON: .* at line 2/);
    assert.match(messageFor('print(1)'), /not valid JSON/);
    assert.match(messageFor('[]'), /not an object/);
    assert.match(messageFor('{}'), /neither/);
    assert.match(messageFor('{"cells": 3}'), /not a list/);
    assert.match(messageFor('['.repeat(200_000)), /nested too deeply|not valid JSON/);
  });
});
