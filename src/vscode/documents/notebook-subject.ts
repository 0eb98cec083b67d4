/** A notebook as a subject: its cells in order, each keyed by its own document. */
import type { NotebookCell, NotebookDocument, TextDocument } from 'vscode';
import type { CellSource } from '../../core/engine-types';
import { LineIndex } from '../../core/text/lines';
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
  return [acceleratorOf(notebook), ...notebook.getCells().map((cell) => stampOfCell(cell, memory))].join(' ');
}

function stampOfCell(cell: NotebookCell, memory: OutputMemory): string {
  const { document, kind } = cell;
  return `${document.uri.fragment}:${kind}:${document.languageId}:${document.version}:${memory.stampOf(cell)}`;
}

function snapshotOf(notebook: NotebookDocument, memory: OutputMemory): Snapshot {
  const cells = notebook.getCells();
  const sources = cells.map((cell) => sourceOf(cell, memory));
  const documents: readonly TextDocument[] = cells.map((cell) => cell.document);
  const indexes = new Map<number, LineIndex>();
  return {
    stamp: stampOf(notebook, memory),
    source: () => ({ kind: 'notebook', cells: sources, accelerator: acceleratorOf(notebook) }),
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

/** Colab writes `"accelerator": "GPU"` and `"colab": {"gpuType": "T4"}` into the notebook's metadata. */
function acceleratorOf(notebook: NotebookDocument): string | null {
  const inner = field(notebook.metadata, 'metadata') ?? notebook.metadata;
  const gpu = field(field(inner, 'colab'), 'gpuType') ?? field(inner, 'accelerator');
  return typeof gpu === 'string' && gpu.toLowerCase() !== 'none' ? gpu : null;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
