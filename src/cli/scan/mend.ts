/** Applies fixes to an open document until none is left, and gives the text of the file that results. */
import type { Place, Source } from '../../core/engine-types';
import type { CompletedFix } from '../../core/fixes/completed';
import { applyEdits, minimalEdit } from '../../core/text/edits';
import { changedMetadata, metadataChanges } from '../../core/text/notebook/metadata';
import { parseNotebook } from '../../core/text/notebook/parse';
import { writeNotebook } from '../../core/text/notebook/write';
import type { Span, TextEdit } from '../../core/text/span';
import { chooseEdits, type Daring } from './choose';
import type { OpenDocument } from './scan';

/** One fix may make room for another; more rounds than this mean that two fixes fight. */
const MOST_PASSES = 10;

export interface Mended {
  readonly document: OpenDocument;
  readonly fixes: number;
}

type Where = (span: Span) => Place | undefined;

/** The source with fixes made; undefined when an edit crosses cells or edits overlap. */
export function edited(source: Source, { edits, metadata }: CompletedFix, where: Where): Source | undefined {
  if (source.kind === 'module') {
    const text = applyEdits(source.text, edits);
    return text === undefined ? undefined : { ...source, text };
  }
  const byCell = new Map<number, TextEdit[]>();
  for (const edit of edits) {
    const placed = where(edit.span);
    if (placed === undefined || placed.cell === null) return undefined;
    byCell.set(placed.cell, [...(byCell.get(placed.cell) ?? []), { span: placed.span, newText: edit.newText }]);
  }
  const cells = source.cells.map((cell, index) => {
    const text = applyEdits(cell.text, byCell.get(index) ?? []);
    return text === undefined ? undefined : { ...cell, text };
  });
  if (cells.includes(undefined)) return undefined;
  return {
    ...source,
    cells: cells.filter((cell) => cell !== undefined),
    metadata: changedMetadata(source.metadata, metadata),
  };
}

export function mend(document: OpenDocument, daring: Daring): Mended {
  let current = document;
  let fixes = 0;
  for (let pass = 0; pass < MOST_PASSES; pass += 1) {
    const chosen = chooseEdits(current, daring);
    const source = edited(current.subject.source, chosen, (span) => current.where(span));
    if (chosen.fixes === 0 || source === undefined) break;
    current = current.again(source);
    fixes += chosen.fixes;
  }
  return { document: current, fixes };
}

/** The text of the file with the mended source in it; undefined when it cannot be written. */
export function fileText(original: string, source: Source): string | undefined {
  if (source.kind === 'module') return source.text;
  const parsed = parseNotebook(original);
  if (parsed.kind === 'error') return undefined;
  const cells = parsed.notebook.cells.flatMap(({ text }, cell) => {
    const edit = minimalEdit(text, source.cells[cell]?.text ?? text);
    return edit === undefined ? [] : [{ cell, edits: [edit] }];
  });
  const metadata = metadataChanges(parsed.notebook.metadata, source.metadata);
  return writeNotebook(original, parsed.notebook, { cells, metadata });
}
