/** Edits that add imports: merged into an import that is there, or on lines of their own where imports belong. */
import type { ImportNeed } from '../rules/rule';
import type { Import, ImportFrom } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { dominantLineEnd } from '../text/lines';
import type { Span, TextEdit } from '../text/span';
import { appendItem, insertion } from './items';
import { importPlace, lineOfOwn, topImportsBefore, type ImportPlace } from './import-place';
import { indentOf, startsLine } from './indent';

export { reference } from './reference';

/** Where the imports are needed. */
export interface ImportContext {
  /** Offset of the code that uses them. */
  readonly at: number;
  /** The code cells of a notebook, in order; leave out for a module. */
  readonly cells?: readonly Span[];
}

/** The edits for all needs together; no edit for what the file imports already. */
export function importEdits(program: Program, needs: readonly ImportNeed[], context: ImportContext): TextEdit[] {
  const missing = unique(needs).filter((need) => !isImported(program, need, context.at));
  const edits: TextEdit[] = [];
  const rest: ImportNeed[] = [];
  for (const need of missing.filter((one) => one.before !== undefined)) {
    const edit = edgeBefore(program, need);
    if (edit) edits.push(edit);
    else rest.push(need);
  }
  for (const group of byModule(missing.filter((one) => one.before === undefined))) {
    const merged = mergeEdits(program, group, context);
    if (merged) edits.push(...merged);
    else rest.push(...group);
  }
  if (rest.length > 0) edits.push(linesEdit(program, rest, importPlace(program, context)));
  return edits;
}

function unique(needs: readonly ImportNeed[]): ImportNeed[] {
  const seen = new Map(needs.map((need) => [`${need.from ?? ''} ${need.name} ${need.alias ?? ''}`, need]));
  return [...seen.values()];
}

function byModule(needs: readonly ImportNeed[]): ImportNeed[][] {
  const groups = new Map<string, ImportNeed[]>();
  for (const need of needs) {
    const key = need.from ?? `import ${need.name}`;
    groups.set(key, [...(groups.get(key) ?? []), need]);
  }
  return [...groups.values()];
}

/** Only imports at module level count, and for a forced order only those that come early enough. */
function isImported(program: Program, need: ImportNeed, at: number): boolean {
  const first = need.before === undefined ? undefined : firstImportOf(program, need.before);
  return topImportsBefore(program, first?.start ?? at).some((statement) => provides(statement, need));
}

function provides(statement: Import | ImportFrom, need: ImportNeed): boolean {
  const matches = (name: { name: string; alias: string | null }): boolean =>
    name.name === need.name && (name.alias ?? name.name) === (need.alias ?? need.name);
  if (statement.kind === 'import') return need.from === null && statement.names.some(matches);
  return statement.level === 0 && statement.module === need.from && statement.names.some(matches);
}

/** Places an import right before the first import of the module that it must precede. */
function edgeBefore(program: Program, need: ImportNeed): TextEdit | undefined {
  const { text } = program;
  const first = need.before === undefined ? undefined : firstImportOf(program, need.before);
  if (!first) return undefined;
  const statement = startsLine(text, first.start) ? first : lineOfOwn(program, first);
  if (!statement) return undefined;
  return insertion(statement.start, written([need]) + dominantLineEnd(text) + indentOf(text, statement.start));
}

function firstImportOf(program: Program, module: string): Import | ImportFrom | undefined {
  const isIt = (name: string): boolean => name === module || name.startsWith(`${module}.`);
  return program.imports.find((statement) => {
    if (statement.kind === 'import') return statement.names.some((one) => isIt(one.name));
    return (
      statement.level === 0 &&
      (isIt(statement.module) || statement.names.some((one) => isIt(`${statement.module}.${one.name}`)))
    );
  });
}

/** Adds the names to the last `from m import ...` before the place, unless they need a line of their own. */
function mergeEdits(program: Program, needs: readonly ImportNeed[], context: ImportContext): TextEdit[] | undefined {
  const from = needs[0]?.from ?? null;
  if (from === null || needs.some((need) => need.comment !== undefined)) return undefined;
  const target = topImportsBefore(program, context.at).findLast(
    (one) => one.kind === 'importfrom' && one.level === 0 && !one.star && one.module === from && one.names.length > 0,
  );
  if (!target) return undefined;
  const names = needs.map((need) => (need.alias === undefined ? need.name : `${need.name} as ${need.alias}`));
  return appendNames(program.text, target, names);
}

function appendNames(text: string, statement: Span, names: readonly string[]): TextEdit[] | undefined {
  const close = statement.end - 1;
  if (text[close] !== ')') return [insertion(statement.end, names.map((name) => `, ${name}`).join(''))];
  const open = text.indexOf('(', statement.start);
  const items = nameSpans(text, { start: open + 1, end: close });
  if (open < 0 || items.length === 0) return undefined;
  const last = items.at(-1);
  const ownLines = last !== undefined && startsLine(text, last.start);
  const separator = ownLines ? `,${dominantLineEnd(text)}${indentOf(text, last.start)}` : ', ';
  return appendItem(text, { open, close, items }, names.join(separator));
}

/** The imported names between the parentheses, with their aliases, without comments. */
function nameSpans(text: string, inside: Span): Span[] {
  const source = text.slice(inside.start, inside.end).replace(/#[^\r\n]*/g, (comment) => ' '.repeat(comment.length));
  return [...source.matchAll(/[^\s,][^,]*?(?=\s*(?:,|$))/g)].map((match) => ({
    start: inside.start + match.index,
    end: inside.start + match.index + match[0].length,
  }));
}

function linesEdit(program: Program, needs: readonly ImportNeed[], place: ImportPlace): TextEdit {
  const eol = dominantLineEnd(program.text);
  // What must come first comes first, then plain imports.
  const rank = (need: ImportNeed): number => (need.before !== undefined ? 0 : need.from === null ? 1 : 2);
  const groups = byModule([...needs].sort((a, b) => rank(a) - rank(b)));
  const lines = groups.flatMap((group) => splitByComment(group)).map((group) => place.indent + written(group));
  return insertion(place.offset, place.lead + lines.join(eol).slice(place.indent.length) + place.trail);
}

function splitByComment(group: readonly ImportNeed[]): ImportNeed[][] {
  const plain = group.filter((need) => need.comment === undefined);
  const commented = group.filter((need) => need.comment !== undefined).map((need) => [need]);
  return plain.length > 0 ? [...commented, plain] : commented;
}

/** One import line for needs of one module. */
function written(needs: readonly ImportNeed[]): string {
  const names = needs
    .map((need) => (need.alias === undefined ? need.name : `${need.name} as ${need.alias}`))
    .join(', ');
  const from = needs[0]?.from ?? null;
  const comment = needs[0]?.comment;
  const line = from === null ? `import ${names}` : `from ${from} import ${names}`;
  return comment === undefined ? line : `${line}  # ${comment}`;
}
