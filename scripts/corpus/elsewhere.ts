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
import { parseNotebook, type NotebookFile } from '../../src/core/text/notebook/parse';
import { styleChanges } from './style';

/** Texts of problems; empty when the file keeps all that the fix does not name. */
export function changesElsewhere({ source, decoded }: Subject, mended: Source): string[] {
  const after = fileText(decoded.text, mended);
  if (after === undefined) return ['cannot be written back'];
  if (source.kind !== 'notebook' || mended.kind !== 'notebook') return [...styleChanges(decoded.text, after)];
  const [was, read] = [parseNotebook(decoded.text), parseNotebook(after)];
  if (was.kind === 'error') return ['was no notebook'];
  if (read.kind === 'error') return [`writes a file that ${read.message}`];
  const texts = (cells: readonly { readonly text: string }[]): string[] => cells.map(({ text }) => text);
  const wrong = isDeepStrictEqual(texts(read.notebook.cells), texts(mended.cells)) ? [] : ['writes other cells'];
  const metadata = metadataChanges(source.metadata, mended.metadata);
  const same =
    metadata.length === 0
      ? withoutEdited(decoded.text, was.notebook, read.notebook) === withoutEdited(after, read.notebook, was.notebook)
      : isDeepStrictEqual(changedOutside(decoded.text, metadata), changedOutside(after, []));
  return same ? wrong : [...wrong, 'changes the notebook outside its sources and what it says to change'];
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
