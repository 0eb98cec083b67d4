/** Tells from the lines of a Python text whether something can run again and again, without parsing it. */
import { TOKENS } from './prose';

/** A statement that is not compound, or the header of one that is, on one line. */
export interface Line {
  /** Columns before the first character; tabs count as one. */
  readonly indent: number;
  readonly code: string;
}

export interface Wanted {
  readonly what: RegExp;
  /** Headers of classes in which it does not count. */
  readonly outside?: RegExp;
  /**
   * `elements`: only what runs once for each element of something counts: `for`, comprehensions, `map` and its kin, and calls in
   * them; not `while`, nor what a decorator, an item method or another function that is given the function may do with it.
   */
  readonly over?: 'elements';
}

/**
 * False only when every line that matches `what` runs once: outside loops, comprehensions, lambdas, handlers and item
 * methods, and in no function that is called in one or handed on. Invariant: where that is hard to tell, the answer is true.
 */
export function mayRepeat(lines: Lines, { what, outside, over }: Wanted): boolean {
  if (!lines) return true;
  const owners = new Set<string>();
  for (const [at, { code }] of lines.entries()) {
    if (!what.test(code) || (outside && isInside(lines, at, outside))) continue;
    const around = surroundingsOf(lines, at, over);
    if (around === REPEATED) return true;
    if (around !== ONCE) owners.add(around);
  }
  return [...owners].some((owner) => isCalledAgain(lines, owner, over));
}

/** The lines of code; undefined where brackets do not match, or tabs and spaces are mixed. */
export type Lines = readonly Line[] | undefined;

/** Of a text without texts: see `withoutTexts`. */
export function linesOf(code: string): Lines {
  if (/^\t/m.test(code) && /^ /m.test(code)) return undefined;
  const lines: Line[] = [];
  let open: { indent: number; code: string } | undefined;
  let depth = 0;
  for (const row of code.split(/\r\n?|\n/)) {
    const part = row.trim();
    if (part === '') continue;
    if (open) open.code += ` ${part}`;
    else open = { indent: row.length - row.trimStart().length, code: part };
    depth = Math.max(0, depth + depthOf(part));
    if (depth > 0 || part.endsWith('\\')) continue;
    lines.push(open);
    open = undefined;
  }
  return open ? undefined : lines;
}

/** By how much a line opens more brackets than it closes. */
function depthOf(code: string): number {
  const bare = /["']/.test(code) ? code.replace(TOKENS, '') : code;
  let depth = 0;
  for (const letter of bare) {
    if (letter === '(' || letter === '[' || letter === '{') depth += 1;
    else if (letter === ')' || letter === ']' || letter === '}') depth -= 1;
  }
  return depth;
}

const FOR = /^(?:async\s+)?for\b/;
export const LOOP = /^(?:async\s+)?for\b|^while\b/;
export const DEFINITION = /^(?:async\s+)?def\s+(\w+)/;
const CLASS = /^class\s+(\w+)/;
/** Methods that run a function for each element. */
const EACH = '(?:(?:progress_|parallel_)?(?:map|apply)|applymap|map_batches)\\s*\\(';
const HANDS_EACH = new RegExp(`\\b${EACH}`);
/** What repeats code on the same line. */
const REPEATS = new RegExp(`\\bfor\\b.+\\bin\\b|\\bwhile\\b|\\blambda\\b|\\b${EACH}`);

/** No names of functions. */
const REPEATED = '(repeated)';
const ONCE = '(once)';

/** What a line stands in: something that repeats it, or the function that holds it, by name. */
function surroundingsOf(lines: readonly Line[], at: number, over: Wanted['over']): string {
  const own = lines[at] as Line;
  if (REPEATS.test(own.code)) return REPEATED;
  // What stands behind a colon is in the block of the same line.
  let limit = own.indent + 1;
  for (let above = at; above >= 0 && limit > 0; above -= 1) {
    const { indent, code } = lines[above] as Line;
    if (indent >= limit) continue;
    if ((over ? FOR : LOOP).test(code)) return REPEATED;
    const name = DEFINITION.exec(code)?.[1];
    if (name !== undefined) return ownerOf(lines, above, name, over);
    if (CLASS.test(code)) return ONCE;
    limit = indent;
  }
  return ONCE;
}

export function isInside(lines: readonly Line[], at: number, classes: RegExp): boolean {
  let limit = (lines[at] as Line).indent;
  for (let above = at - 1; above >= 0 && limit > 0; above -= 1) {
    const { indent, code } = lines[above] as Line;
    if (indent >= limit) continue;
    limit = indent;
    if (code.startsWith('class')) return classes.test(code);
  }
  return false;
}

/** What is decorated or makes an item may run again; a constructor runs with its class. */
function ownerOf(lines: readonly Line[], at: number, name: string, over: Wanted['over']): string {
  if (!over && (name === '__getitem__' || lines[at - 1]?.code.startsWith('@'))) return REPEATED;
  if (name !== '__init__') return name;
  const { indent } = lines[at] as Line;
  const owner = lines.slice(0, at).findLast((line) => line.indent < indent && CLASS.test(line.code));
  return CLASS.exec(owner?.code ?? '')?.[1] ?? REPEATED;
}

function isCalledAgain(lines: readonly Line[], name: string, over: Wanted['over']): boolean {
  const mention = new RegExp(`(?<!\\w)${name}\\b(?!\\s*=[^=])`);
  const handedOn = new RegExp(`(?<![\\w."'])${name}\\b\\s*(?![\\s\\w(=:."'])`);
  return lines.some(({ code }, at) => {
    if (!code.includes(name) || !mention.test(code) || /^(?:from|import)\b/.test(code)) return false;
    if (DEFINITION.exec(code)?.[1] === name || CLASS.exec(code)?.[1] === name) return false;
    if (handedOn.test(code) && (!over || HANDS_EACH.test(code))) return true;
    return surroundingsOf(lines, at, over) === REPEATED;
  });
}
