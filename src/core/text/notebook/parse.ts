/** Reads the text of an .ipynb file: its cells, where their sources lie in the JSON, and what its metadata says. */
import { findNodeAtLocation, getNodeValue, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { JSONPath, Node, ParseError } from 'jsonc-parser';
import { LineIndex } from '../lines';
import type { Span } from '../span';
import { readMetadata, type NotebookMetadata } from './metadata';
import type { CellOutputs } from './outputs';
import { readOutputs } from './read-outputs';

/** One JSON string literal of a cell's source, quotes included in the span. */
export interface SourceLiteral {
  readonly span: Span;
  readonly value: string;
}

export interface NotebookCell {
  /** `markup` also for raw cells and for code cells in another language than Python. */
  readonly kind: 'code' | 'markup';
  /** As an editor shows it: `\n` line ends. */
  readonly text: string;
  /** The whole value of `source` (`input` in format 3) in the JSON text; null when the cell has none. */
  readonly source: Span | null;
  readonly form: 'string' | 'list';
  readonly literals: readonly SourceLiteral[];
  /** What its last run printed; absent where it did not run. */
  readonly outputs?: CellOutputs;
}

export interface NotebookFile {
  readonly cells: readonly NotebookCell[];
  readonly metadata: NotebookMetadata;
  /** The kernel's language, lower case; null when the metadata does not say. */
  readonly language: string | null;
}

export type ParsedNotebook =
  { readonly kind: 'notebook'; readonly notebook: NotebookFile } | { readonly kind: 'error'; readonly message: string };

export function parseNotebook(text: string): ParsedNotebook {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = notebookTree(text, errors);
  } catch {
    return failure('is not a notebook: the JSON is nested too deeply');
  }
  if (text.trim() === '') return failure('is not a notebook: the file is empty');
  const first = errors[0];
  if (!root || first) return failure(`is not valid JSON${first ? place(text, first) : ''}`);
  return fromRoot(root);
}

/** The JSON with offsets in the text. Throws where it is nested too deeply. */
export function notebookTree(text: string, errors: ParseError[] = []): Node | undefined {
  return parseTree(withoutMark(text), errors, { disallowComments: true, allowTrailingComma: false });
}

function fromRoot(root: Node): ParsedNotebook {
  if (root.type !== 'object') return failure('is not a notebook: the top level is not an object');
  const lists = cellLists(root);
  if (!lists) return failure('is not a notebook: it has neither "cells" nor "worksheets"');
  const cells: NotebookCell[] = [];
  for (const list of lists) {
    if (list.type !== 'array') return failure('is not a notebook: "cells" is not a list');
    for (const item of list.children ?? []) cells.push(readCell(item));
  }
  const metadata = readMetadata((path) => nodeAt(root, ['metadata', ...path])?.value);
  return { kind: 'notebook', notebook: { cells, metadata, language: languageOf(root) } };
}

/** Format 4 has one list; format 3 has one in each worksheet. */
function cellLists(root: Node): Node[] | undefined {
  const cells = nodeAt(root, ['cells']);
  if (cells) return [cells];
  const sheets = nodeAt(root, ['worksheets']);
  if (sheets?.type !== 'array') return undefined;
  return (sheets.children ?? []).flatMap((sheet) => nodeAt(sheet, ['cells']) ?? []);
}

/** A cell of the wrong shape counts as empty markup, so that the indices of the others stay right. */
function readCell(cell: Node): NotebookCell {
  const source = nodeAt(cell, ['source']) ?? nodeAt(cell, ['input']);
  const form = source?.type === 'array' ? 'list' : 'string';
  const parts = source?.type === 'array' ? (source.children ?? []) : source ? [source] : [];
  const readable = parts.every((part) => part.type === 'string');
  const literals = readable ? parts.map(literal) : [];
  const kind = readable && isPython(cell) ? 'code' : 'markup';
  const outputs = kind === 'code' ? readOutputs(cell) : undefined;
  return {
    kind,
    text: normalised(literals.map((one) => one.value).join('')),
    source: source && readable ? spanOf(source) : null,
    form,
    literals,
    ...(outputs && { outputs }),
  };
}

function isPython(cell: Node): boolean {
  if (stringAt(cell, ['cell_type']) !== 'code') return false;
  const language = stringAt(cell, ['metadata', 'vscode', 'languageId']) ?? stringAt(cell, ['language']);
  return language === undefined || /^(i?python|py)\d*$/i.test(language);
}

/** Editors normalise line ends; `write.ts` maps back. */
export function normalised(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function languageOf(root: Node): string | null {
  const name =
    stringAt(root, ['metadata', 'language_info', 'name']) ?? stringAt(root, ['metadata', 'kernelspec', 'language']);
  return name?.toLowerCase() ?? null;
}

export function nodeAt(node: Node, path: JSONPath): Node | undefined {
  return node.type === 'object' ? findNodeAtLocation(node, path) : undefined;
}

function stringAt(node: Node, path: JSONPath): string | undefined {
  const value: unknown = nodeAt(node, path)?.value;
  return typeof value === 'string' ? value : undefined;
}

function literal(node: Node): SourceLiteral {
  return { span: spanOf(node), value: getNodeValue(node) as string };
}

function spanOf(node: Node): Span {
  return { start: node.offset, end: node.offset + node.length };
}

/** A byte order mark is not JSON; a space in its place keeps the offsets. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text;
}

function place(text: string, error: ParseError): string {
  const line = new LineIndex(text).positionAt(error.offset).line + 1;
  const what = printParseErrorCode(error.error).replace(/([a-z])([A-Z])/g, '$1 $2');
  return `: ${what.toLowerCase()} at line ${line}`;
}

function failure(message: string): ParsedNotebook {
  return { kind: 'error', message };
}
