/** Writes edited cell texts and metadata back into an .ipynb text, changing only the bytes of those. */
import { applyEdits, minimalEdit, sortEdits } from '../edits';
import type { TextEdit } from '../span';
import { literalOffsets, quoted } from './literal';
import type { LiteralStyle } from './literal';
import type { MetadataEdit } from './metadata';
import { normalised } from './parse';
import type { NotebookCell, NotebookFile, SourceLiteral } from './parse';
import { metadataEdits } from './write-metadata';

/** Edits of one cell, against its text as `NotebookCell.text` has it. `cell` is the index in `NotebookFile.cells`. */
export interface CellEdits {
  readonly cell: number;
  readonly edits: readonly TextEdit[];
}

/** All that changes in a notebook. */
export interface NotebookChanges {
  readonly cells: readonly CellEdits[];
  readonly metadata?: readonly MetadataEdit[];
}

/** The new .ipynb text; undefined when there is nothing to write to or edits overlap. */
export function writeNotebook(text: string, notebook: NotebookFile, changes: NotebookChanges): string | undefined {
  const edits = metadataEdits(text, changes.metadata ?? []);
  if (!edits) return undefined;
  for (const [index, cellEdits] of groupByCell(changes.cells)) {
    const cell = notebook.cells[index];
    const after = cell && applyEdits(cell.text, sortEdits(cellEdits));
    if (!cell?.source || after === undefined) return undefined;
    const edit = after === cell.text ? undefined : sourceEdit(text, cell, after);
    if (edit) edits.push(edit);
  }
  return applyEdits(text, edits);
}

function groupByCell(changes: readonly CellEdits[]): Map<number, TextEdit[]> {
  const groups = new Map<number, TextEdit[]>();
  for (const { cell, edits } of changes) groups.set(cell, [...(groups.get(cell) ?? []), ...edits]);
  return groups;
}

function sourceEdit(text: string, cell: NotebookCell, after: string): TextEdit | undefined {
  const source = cell.source;
  if (!source) return undefined;
  const style = styleOf(text, cell);
  const only = cell.literals.length === 1 ? cell.literals[0] : undefined;
  if (only && (cell.form === 'string' || !isOneLine(only))) return literalEdit(text, cell, after, style);
  return itemsEdit(text, cell, after, style);
}

/** Changes the smallest run of characters inside one string literal. */
function literalEdit(text: string, cell: NotebookCell, after: string, style: LiteralStyle): TextEdit | undefined {
  const literal = cell.literals[0];
  const edit = minimalEdit(cell.text, after);
  if (!edit || !literal) return undefined;
  const offsets = literalOffsets(text.slice(literal.span.start, literal.span.end));
  const start = offsets[beforeNormalising(literal.value, edit.span.start)];
  const end = offsets[beforeNormalising(literal.value, edit.span.end)];
  if (start === undefined || end === undefined) return undefined;
  return {
    span: { start: literal.span.start + start, end: literal.span.start + end },
    newText: quoted(edit.newText.replaceAll('\n', style.lineEnd), style).slice(1, -1),
  };
}

/** The offset in `value` of an offset in its normalised text. */
function beforeNormalising(value: string, offset: number): number {
  let at = 0;
  for (let passed = 0; passed < offset; passed += 1) at += value[at] === '\r' && value[at + 1] === '\n' ? 2 : 1;
  return at;
}

/** Changes the smallest run of list items; every item is one line with its line end. */
function itemsEdit(text: string, cell: NotebookCell, after: string, style: LiteralStyle): TextEdit | undefined {
  const before = cell.literals.map((literal) => normalised(literal.value));
  const lines = after.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  let prefix = 0;
  while (prefix < Math.min(before.length, lines.length) && before[prefix] === lines[prefix]) prefix += 1;
  let suffix = 0;
  const limit = Math.min(before.length, lines.length) - prefix;
  while (suffix < limit && before.at(-1 - suffix) === lines.at(-1 - suffix)) suffix += 1;
  const fresh = lines
    .slice(prefix, lines.length - suffix)
    .map((line) => quoted(line.replaceAll('\n', style.lineEnd), style));
  return replaceItems(text, cell, { from: prefix, to: before.length - suffix, fresh });
}

interface ItemChange {
  readonly from: number;
  readonly to: number;
  readonly fresh: readonly string[];
}

function replaceItems(text: string, cell: NotebookCell, change: ItemChange): TextEdit | undefined {
  const { literals, source } = cell;
  if (!source) return undefined;
  const first = literals[change.from];
  const last = literals[change.to - 1];
  const separator = separatorOf(text, cell);
  const joined = change.fresh.join(separator);
  if (literals.length === 0) return { span: source, newText: `[${joined}]` };
  if (change.fresh.length === 0) return removeItems(cell, change);
  if (first && last && change.from < change.to) {
    return { span: { start: first.span.start, end: last.span.end }, newText: joined };
  }
  if (first) return { span: { start: first.span.start, end: first.span.start }, newText: joined + separator };
  const end = literals.at(-1)?.span.end ?? source.end - 1;
  return { span: { start: end, end }, newText: separator + joined };
}

function removeItems(cell: NotebookCell, change: ItemChange): TextEdit {
  const { literals } = cell;
  const source = cell.source ?? { start: 0, end: 0 };
  const next = literals[change.to];
  const previous = literals[change.from - 1];
  const first = literals[change.from]?.span.start ?? source.start;
  if (next) return { span: { start: first, end: next.span.start }, newText: '' };
  if (previous)
    return { span: { start: previous.span.end, end: literals.at(-1)?.span.end ?? source.end }, newText: '' };
  return { span: source, newText: '[]' };
}

/** What stands between two items, comma included. */
function separatorOf(text: string, cell: NotebookCell): string {
  const [first, second] = cell.literals;
  if (first && second) return text.slice(first.span.end, second.span.start);
  const lead = first && cell.source ? text.slice(cell.source.start + 1, first.span.start) : '';
  return `,${lead === '' ? ' ' : lead}`;
}

function isOneLine(literal: SourceLiteral): boolean {
  return !/[\r\n]./s.test(literal.value.replace(/\r\n/g, '\n'));
}

function styleOf(text: string, cell: NotebookCell): LiteralStyle {
  const raw = cell.source ? text.slice(cell.source.start, cell.source.end) : '';
  const value = cell.literals.map((literal) => literal.value).join('');
  // What Jupyter writes is not escaped; where the file as a whole is plain ASCII, it stays so.
  const ascii = /\\u[0-9a-fA-F]{4}/.test(raw) || (!/[^\0-\x7f]/.test(text) && /\\u[0-9a-fA-F]{4}/.test(text));
  return { ascii, lineEnd: /\r\n/.test(value) ? '\r\n' : '\n' };
}
