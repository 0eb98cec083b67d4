/** A notebook as a subject: its cells in order, each keyed by its own document. */
import type { NotebookCell, NotebookDocument, TextDocument } from 'vscode';
import type { CellSource } from '../../core/engine-types';
import { LineIndex } from '../../core/text/lines';
import { readMetadata, valueIn, type NotebookMetadata } from '../../core/text/notebook/metadata';
import { OutputMemory } from './cell-outputs';
import { isPythonCell } from './limits';
import { rangeIn, type Snapshot, type Subject } from './subject';

export function notebookSubject(notebook: NotebookDocument): Subject {
  const memory = new OutputMemory();
  // What a cell printed before it is edited must have been seen by then.
  stampOf(notebook, memory);
  return {
    key: notebook.uri.toString(),
    uri: notebook.uri,
    kind: 'notebook',
    documents: () => notebook.getCells().map((cell) => cell.document),
    stamp: () => stampOf(notebook, memory),
    snapshot: () => snapshotOf(notebook, memory),
  };
}

/** Cell identity, language, version and run: a moved, added, changed, re-typed or re-run cell gives another stamp. */
function stampOf(notebook: NotebookDocument, memory: OutputMemory): string {
  return [JSON.stringify(metadataOf(notebook)), ...notebook.getCells().map((cell) => stampOfCell(cell, memory))].join(
    ' ',
  );
}

function stampOfCell(cell: NotebookCell, memory: OutputMemory): string {
  const { document, kind } = cell;
  return `${document.uri.fragment}:${kind}:${document.languageId}:${document.version}:${memory.stampOf(cell)}`;
}

function snapshotOf(notebook: NotebookDocument, memory: OutputMemory): Snapshot {
  const cells = notebook.getCells();
  const sources = cells.map((cell) => sourceOf(cell, memory));
  const documents: readonly TextDocument[] = cells.map((cell) => cell.document);
  const metadata = metadataOf(notebook);
  const indexes = new Map<number, LineIndex>();
  return {
    stamp: stampOf(notebook, memory),
    source: () => ({ kind: 'notebook', cells: sources, metadata }),
    locate: ({ cell, span }) => {
      const document = cell === null ? undefined : documents[cell];
      if (cell === null || !document || document.isClosed) return undefined;
      const lines = indexes.get(cell) ?? new LineIndex(sources[cell]?.text ?? '');
      indexes.set(cell, lines);
      return { document, range: rangeIn(lines, span) };
    },
  };
}

/** A cell in another language counts as prose, so that the indexes of the cells stay what they are. */
function sourceOf(cell: NotebookCell, memory: OutputMemory): CellSource {
  const text = cell.document.getText().replace(/\r\n?/g, '\n');
  if (!isPythonCell(cell)) return { kind: 'markup', text };
  return { kind: 'code', text, outputs: memory.outputsOf(cell) };
}

/** The editor keeps the metadata of the file under `metadata`. */
function metadataOf(notebook: NotebookDocument): NotebookMetadata {
  return readMetadata((path) => valueIn(notebook.metadata, ['metadata', ...path]));
}
