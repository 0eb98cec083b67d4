/** Edits that put statements before, after or around others, at the indentation they have. */
import type { Node, Stmt } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { descend } from '../syntax/walk';
import { dominantLineEnd, lineEnd, lineStart, nextLine } from '../text/lines';
import { stringEnd } from '../text/python-strings';
import { overlaps, type Span, type TextEdit } from '../text/span';
import { indentOf, indentUnit, placed } from './indent';
import { beginsLine, endOfLines } from './lines-of';

/**
 * Puts lines before a statement, below the comments above it. `code` has `\n` line ends and four spaces a level.
 * Undefined when the statement does not begin its line (`a; b`, `if x: b`) or is an `elif`.
 */
export function insertBefore(program: Program, statement: Stmt, code: string): TextEdit[] | undefined {
  const { text } = program;
  if (!beginsLine(text, statement) || isBroken(program, statement)) return undefined;
  const indent = indentOf(text, statement.start);
  const newText = placed(text, code, indent) + dominantLineEnd(text) + indent;
  return [{ span: { start: statement.start, end: statement.start }, newText }];
}

/** Puts lines after a statement and its trailing comment. Undefined when another statement shares its lines. */
export function insertAfter(program: Program, statement: Stmt, code: string): TextEdit[] | undefined {
  const { text } = program;
  const end = endOfLines(text, statement);
  if (end === undefined || !beginsLine(text, statement) || isBroken(program, statement)) return undefined;
  const indent = indentOf(text, statement.start);
  return [{ span: { start: end, end }, newText: dominantLineEnd(text) + indent + placed(text, code, indent) }];
}

/**
 * Puts consecutive statements of one block under `header` (without its colon), indented by one level. Lines inside
 * multi-line strings stay as they are. Undefined when the first or last line is shared with another statement.
 */
export function wrapStatements(program: Program, statements: readonly Stmt[], header: string): TextEdit[] | undefined {
  const { text } = program;
  const [first, last] = [statements[0], statements.at(-1)];
  const end = last && endOfLines(text, last);
  if (!first || end === undefined || !beginsLine(text, first)) return undefined;
  if (statements.some((one) => one.parent !== first.parent || isBroken(program, one))) return undefined;
  const indent = indentOf(text, first.start);
  const unit = indent.includes('\t') ? '\t' : indentUnit(text);
  const opening = `${header}:${dominantLineEnd(text)}${indent}${unit}`;
  const edits: TextEdit[] = [{ span: { start: first.start, end: first.start }, newText: opening }];
  const strings = multiLineStrings(text, statements);
  for (let at = nextLine(text, first.start); at < end; at = nextLine(text, at)) {
    if (lineEnd(text, at) === at || strings.some((span) => span.start < at && at < span.end)) continue;
    const place = at + sharedPrefix(text, at, indent);
    edits.push({ span: { start: place, end: place }, newText: unit });
  }
  return edits;
}

/** The new level goes behind the block's own indentation, so that tabs and spaces never change places. */
function sharedPrefix(text: string, lineStartAt: number, indent: string): number {
  let shared = 0;
  while (shared < indent.length && text[lineStartAt + shared] === indent[shared]) shared += 1;
  return shared;
}

function multiLineStrings(text: string, statements: readonly Stmt[]): Span[] {
  const spans: Span[] = [];
  for (const statement of statements) {
    for (const node of descend(statement)) {
      if (isText(text, node) && lineStart(text, node.end) > node.start) spans.push(...tokens(text, node));
    }
  }
  return spans;
}

/** A string that could not be decoded is opaque. */
function isText(text: string, node: Node): boolean {
  if (node.kind === 'opaque') return /^[a-zA-Z]{0,3}["']/.test(text.slice(node.start, node.start + 4));
  return node.kind === 'fstring' || (node.kind === 'constant' && typeof node.value === 'string');
}

/** The single strings of a literal, which may be several side by side; the whole literal when that is not clear. */
function tokens(text: string, literal: Span): Span[] {
  const spans: Span[] = [];
  let at = literal.start;
  while (at < literal.end) {
    const character = text[at] ?? '';
    if (character === '#') at = lineEnd(text, at);
    else if (character === '"' || character === "'") {
      const end = stringEnd(text, at);
      spans.push({ start: at, end });
      at = end;
    } else at += 1;
  }
  return at === literal.end ? spans : [{ start: literal.start, end: literal.end }];
}

function isBroken(program: Program, statement: Stmt): boolean {
  return program.broken.some(
    (span) => overlaps(span, statement) || (span.start >= statement.start && span.end <= statement.end),
  );
}
