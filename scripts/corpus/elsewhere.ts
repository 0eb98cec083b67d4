/** Says whether writing a mended source back to its file would change anything but what the fix is about. */
import { isDeepStrictEqual } from 'node:util';
import type { Source } from '../../src/core/engine-types';
import { fileText } from '../../src/cli/scan/mend';
import type { Subject } from '../../src/cli/scan/load';
import {
  changedMetadata,
  metadataChanges,
  type MetadataEdit,
  type NotebookMetadata,
} from '../../src/core/text/notebook/metadata';
import { normalised, parseNotebook, type NotebookFile } from '../../src/core/text/notebook/parse';
import { styleChanges } from './style';

/** Texts of problems; empty when the file keeps all that the fix does not name. */
export function changesElsewhere(subject: Subject, mended: Source): string[] {
  const { source, decoded } = subject;
  const after = fileText(decoded.text, mended);
  if (after === undefined) return ['cannot be written back'];
  if (source.kind !== 'notebook' || mended.kind !== 'notebook') return [...styleChanges(decoded.text, after)];
  const metadata = metadataChanges(source.metadata, mended.metadata);
  const changed = mended.cells.flatMap(({ text }, cell) => (text === source.cells[cell]?.text ? [] : [cell]));
  const [only] = changed;
  if (only !== undefined && changed.length === 1 && metadata.length === 0) {
    return changesBeside(subject, only, after, mended.cells[only]?.text ?? '');
  }
  const [was, read] = [notebookOf(subject), parseNotebook(after)];
  if (read.kind === 'error') return [`writes a file that ${read.message}`];
  const texts = (cells: readonly { readonly text: string }[]): string[] => cells.map(({ text }) => text);
  const wrong = isDeepStrictEqual(texts(read.notebook.cells), texts(mended.cells)) ? [] : [OTHER_CELLS];
  const same =
    metadata.length === 0
      ? withoutEdited(decoded.text, was, read.notebook) === withoutEdited(after, read.notebook, was)
      : isDeepStrictEqual(changedOutside(decoded.text, metadata), changedOutside(after, []));
  return same ? wrong : [...wrong, OUTSIDE];
}

const OTHER_CELLS = 'writes other cells';
const OUTSIDE = 'changes the notebook outside its sources and what it says to change';

/** The same for one cell, without reading the whole file again: notebooks may hold megabytes of pictures. */
function changesBeside(subject: Subject, cell: number, after: string, code: string): string[] {
  const before = subject.decoded.text;
  const span = notebookOf(subject).cells[cell]?.source;
  if (!span) return [OUTSIDE];
  const end = after.length - (before.length - span.end);
  if (after.slice(0, span.start) !== before.slice(0, span.start) || after.slice(end) !== before.slice(span.end)) {
    return [OUTSIDE];
  }
  const written: unknown = JSON.parse(after.slice(span.start, end));
  const text = Array.isArray(written) ? written.join('') : String(written);
  return normalised(text) === code ? [] : [OTHER_CELLS];
}

const notebooks = new WeakMap<Subject, NotebookFile>();

function notebookOf(subject: Subject): NotebookFile {
  const known = notebooks.get(subject);
  if (known) return known;
  const parsed = parseNotebook(subject.decoded.text);
  if (parsed.kind === 'error') throw new Error(parsed.message);
  notebooks.set(subject, parsed.notebook);
  return parsed.notebook;
}

/** The file, character for character, without the sources of the cells that differ from those of the other one. */
function withoutEdited(text: string, { cells }: NotebookFile, other: NotebookFile): string {
  const cut = cells.flatMap(({ source, text: code }, index) =>
    source !== null && code !== other.cells[index]?.text ? [source] : [],
  );
  let [kept, at] = ['', 0];
  for (const { start, end } of cut) {
    kept += `${text.slice(at, start)}\0`;
    at = end;
  }
  return kept + text.slice(at);
}

/** The JSON with cell sources left out and changes of the metadata made: everything else a fix has no business with. */
function changedOutside(text: string, changes: readonly MetadataEdit[]): NotebookMetadata {
  const json = JSON.parse(text.replace(/^\uFEFF/, ''), (key: string, value: unknown) =>
    key === 'source' || key === 'input' ? undefined : value,
  ) as NotebookMetadata;
  return changedMetadata(
    json,
    changes.map((change) => ({ ...change, path: ['metadata', ...change.path] })),
  );
}
