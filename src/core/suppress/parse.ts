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
import type { Span } from '../text/span';
import { SpanSet } from '../text/span-set';
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
  /** In source order, disjoint. */
  readonly #headers: readonly Span[];
  readonly #broken: SpanSet;
  /** Comment lines that follow one another have the same answer. */
  #gap = { start: 0, end: 0, answer: false };

  constructor(program: Program, cells: readonly Span[] | undefined) {
    this.#program = program;
    this.#cells = cells ?? [{ start: 0, end: program.text.length }];
    this.#headers = headers(program);
    this.#broken = new SpanSet(program.broken);
  }

  suppression(directive: Directive, comment: Span): Suppression {
    const whole = this.#wholeFile(comment);
    const covers = whole ?? this.#statement(comment);
    const uncertain = covers !== null && this.#broken.overlaps(covers);
    return { directive, scope: whole ? 'file' : 'statement', covers, uncertain };
  }

  #wholeFile(comment: Span): Span | null {
    const { text, module } = this.#program;
    const cell = this.#cells.findLast((one) => one.start <= comment.start);
    if (!cell || !isOwnLine(text, comment)) return null;
    const first = module.body.find((one) => one.start >= cell.start && !isDocstring(one));
    if (first && first.start < comment.start) return null;
    return this.#isFollowedByGap(comment.end, cell.end) ? cell : null;
  }

  #statement(comment: Span): Span | null {
    const { text } = this.#program;
    const next = this.#firstFrom(comment.start);
    const before = next - 1;
    const nearest = this.#headers[before];
    if (nearest && comment.end <= nearest.end) return this.#withNeighbours(before);
    if (!isOwnLine(text, comment)) {
      const start = lineStart(text, comment.start);
      return nearest && nearest.end >= start ? this.#withNeighbours(before) : { start, end: comment.start };
    }
    const cell = this.#cells.findLast((one) => one.start <= comment.start);
    const below = this.#headers[next];
    return below && (!cell || below.start <= cell.end) ? this.#withNeighbours(next) : null;
  }

  /** Index of the first header that starts at or after `offset`. */
  #firstFrom(offset: number): number {
    let [low, high] = [0, this.#headers.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#headers[middle] as Span).start < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Statements that share a physical line (`a; b`, `if x: y`) are covered together. */
  #withNeighbours(index: number): Span {
    let [first, last] = [index, index];
    for (;;) {
      const [before, behind] = [this.#headers[first - 1], this.#headers[last + 1]];
      if (before && this.#shareLine(before, this.#headers[first])) first -= 1;
      else if (behind && this.#shareLine(this.#headers[last], behind)) last += 1;
      else return { start: (this.#headers[first] as Span).start, end: (this.#headers[last] as Span).end };
    }
  }

  /** True when no line end lies between two headers that follow each other. */
  #shareLine(one: Span | undefined, other: Span | undefined): boolean {
    return one !== undefined && other !== undefined && !/[\r\n]/.test(this.#program.text.slice(one.end, other.start));
  }

  /** True when, past further comment lines, an empty line or the end follows. */
  #isFollowedByGap(offset: number, end: number): boolean {
    const { text } = this.#program;
    if (offset >= this.#gap.start && offset < this.#gap.end) return this.#gap.answer;
    let at = nextLine(text, offset);
    let line = '#';
    while (at < end && line.startsWith('#')) {
      line = text.slice(at, Math.min(lineEnd(text, at), end)).trim();
      if (line.startsWith('#')) at = nextLine(text, at);
    }
    this.#gap = { start: offset, end: at, answer: at >= end || line === '' };
    return this.#gap.answer;
  }
}

function isOwnLine(text: string, comment: Span): boolean {
  return /^[\uFEFF \t\f]*$/.test(text.slice(lineStart(text, comment.start), comment.start));
}

function isDocstring(statement: Stmt): boolean {
  return (
    statement.kind === 'exprstmt' && statement.value.kind === 'constant' && typeof statement.value.value === 'string'
  );
}
