/**
 * Finds suppression comments and what each covers, by where it stands:
 * behind code, the statement on its line (of a compound statement the header); on a line of its own, the next statement
 * in the same way; on a line of its own above the first statement of the file with an empty line (or nothing) behind it,
 * the whole file; the same at the top of a notebook cell, the whole cell. A docstring does not count as a statement.
 */
import type { RuleId } from '../rules/rule';
import type { Stmt } from '../syntax/ast';
import type { Program } from '../syntax/program';
import { lineEnd, lineStart, nextLine } from '../text/lines';
import { overlaps, type Span } from '../text/span';
import { readDirective, type Directive, type MalformedDirective } from './directive';
import { headers } from './headers';
import { nearestId } from '../text/nearest';

export interface Suppression {
  readonly directive: Directive;
  /** `file` is the whole cell in a notebook. */
  readonly scope: 'statement' | 'file';
  /** A finding that starts inside (ends included) is suppressed; null when the comment stands before nothing. */
  readonly covers: Span | null;
  /** True when part of what it covers did not parse, so that nothing found there proves nothing. */
  readonly uncertain: boolean;
}

export interface Suppressions {
  readonly suppressions: readonly Suppression[];
  readonly malformed: readonly MalformedDirective[];
}

/** `cells` are the code cells of a notebook; leave out for a module. */
export function parseSuppressions(program: Program, known: Iterable<RuleId>, cells?: readonly Span[]): Suppressions {
  const suppressions: Suppression[] = [];
  const malformed: MalformedDirective[] = [];
  if (!program.text.includes('carbon')) return { suppressions, malformed };
  const ids = new Set(known);
  const places = new Places(program, cells);
  for (const comment of program.comments) {
    const read = readDirective(program.text, comment);
    if (!read) continue;
    if ('malformed' in read) {
      malformed.push(read.malformed);
      continue;
    }
    malformed.push(...unknownRules(read.directive, ids));
    suppressions.push(places.suppression(read.directive, comment));
  }
  return { suppressions, malformed };
}

function unknownRules(directive: Directive, known: ReadonlySet<RuleId>): MalformedDirective[] {
  const unknown = directive.rules.filter((rule) => !known.has(rule.id));
  return unknown.map(({ id, span }) => {
    const nearest = nearestId(id, known);
    return { span, message: `No rule is called "${id}"${nearest === null ? '' : `; did you mean "${nearest}"?`}` };
  });
}

/** Answers for one program what a comment covers. */
class Places {
  readonly #program: Program;
  readonly #cells: readonly Span[];
  readonly #headers: readonly Span[];

  constructor(program: Program, cells: readonly Span[] | undefined) {
    this.#program = program;
    this.#cells = cells ?? [{ start: 0, end: program.text.length }];
    this.#headers = headers(program);
  }

  suppression(directive: Directive, comment: Span): Suppression {
    const whole = this.#wholeFile(comment);
    const covers = whole ?? this.#statement(comment);
    const uncertain = covers !== null && this.#program.broken.some((span) => overlaps(span, covers));
    return { directive, scope: whole ? 'file' : 'statement', covers, uncertain };
  }

  #wholeFile(comment: Span): Span | null {
    const { text, module } = this.#program;
    const cell = this.#cells.findLast((one) => one.start <= comment.start);
    if (!cell || !isOwnLine(text, comment)) return null;
    const first = module.body.find((one) => one.start >= cell.start && !isDocstring(one));
    if (first && first.start < comment.start) return null;
    return isFollowedByGap(text, comment.end, cell.end) ? cell : null;
  }

  #statement(comment: Span): Span | null {
    const { text } = this.#program;
    const inside = this.#headers.find((one) => one.start < comment.start && comment.end <= one.end);
    if (inside) return this.#withNeighbours(inside);
    if (!isOwnLine(text, comment)) {
      const start = lineStart(text, comment.start);
      const before = this.#headers.findLast((one) => one.start < comment.start && one.end >= start);
      return before ? this.#withNeighbours(before) : { start, end: comment.start };
    }
    const cell = this.#cells.findLast((one) => one.start <= comment.start);
    const next = this.#headers.find((one) => one.start > comment.end);
    return next && (!cell || next.start <= cell.end) ? this.#withNeighbours(next) : null;
  }

  /** Statements that share a physical line (`a; b`, `if x: y`) are covered together. */
  #withNeighbours(header: Span): Span {
    const { text } = this.#program;
    let { start, end } = header;
    for (;;) {
      const from = lineStart(text, start);
      const to = lineEnd(text, end);
      const shared = this.#headers.filter((one) => one.end >= from && one.start <= to);
      const widest = {
        start: Math.min(start, ...shared.map((one) => one.start)),
        end: Math.max(end, ...shared.map((one) => one.end)),
      };
      if (widest.start === start && widest.end === end) return widest;
      ({ start, end } = widest);
    }
  }
}

function isOwnLine(text: string, comment: Span): boolean {
  return /^[\uFEFF \t\f]*$/.test(text.slice(lineStart(text, comment.start), comment.start));
}

/** True when, past further comment lines, an empty line or the end follows. */
function isFollowedByGap(text: string, offset: number, end: number): boolean {
  let at = nextLine(text, offset);
  while (at < end) {
    const line = text.slice(at, Math.min(lineEnd(text, at), end)).trim();
    if (line === '') return true;
    if (!line.startsWith('#')) return false;
    at = nextLine(text, at);
  }
  return true;
}

function isDocstring(statement: Stmt): boolean {
  return (
    statement.kind === 'exprstmt' && statement.value.kind === 'constant' && typeof statement.value.value === 'string'
  );
}
