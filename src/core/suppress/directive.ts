/** The grammar of `# carbon: ignore[rule-a, rule-b] reason`, the one form of a suppression comment. */
import { distance } from 'fastest-levenshtein';
import type { Span } from '../text/span';

export interface NamedRule {
  readonly id: string;
  readonly span: Span;
}

export interface Directive {
  /** From `#` to the end of the comment. */
  readonly span: Span;
  readonly rules: readonly NamedRule[];
  readonly reason: string;
  /** Offset of the closing bracket. */
  readonly close: number;
}

/** A comment that was meant to be a directive and is none. */
export interface MalformedDirective {
  readonly span: Span;
  readonly message: string;
}

export type ReadDirective = { readonly directive: Directive } | { readonly malformed: MalformedDirective };

const MARK = /#\s*carbon\s*:\s*([A-Za-z-]+)[ \t]*/;

/** Reads the directive in a comment; it may follow other pragmas (`# noqa  # carbon: ...`). Undefined for other comments. */
export function readDirective(text: string, comment: Span): ReadDirective | undefined {
  const source = text.slice(comment.start, comment.end);
  const mark = MARK.exec(source);
  const word = mark?.[1];
  if (!mark || word === undefined || distance(word.toLowerCase(), 'ignore') > 2) return undefined;
  const span = { start: comment.start + mark.index, end: comment.end };
  if (word !== 'ignore') return malformed(span, `Write "# carbon: ignore[rule]", not "${word}"`);
  const open = mark.index + mark[0].length;
  if (source[open] !== '[') return malformed(span, 'Name the rules to ignore: "# carbon: ignore[rule]"');
  const close = source.indexOf(']', open);
  if (close < 0) return malformed(span, 'The bracket after "ignore" is not closed');
  const rules = namedRules(source.slice(open + 1, close), comment.start + open + 1);
  if (rules.length === 0) return malformed(span, 'No rule is named between the brackets');
  return { directive: { span, rules, reason: source.slice(close + 1).trim(), close: comment.start + close } };
}

function namedRules(list: string, offset: number): NamedRule[] {
  return [...list.matchAll(/[^\s,][^,]*/g)].map((match) => {
    const id = match[0].trim();
    const start = offset + match.index;
    return { id, span: { start, end: start + id.length } };
  });
}

function malformed(span: Span, message: string): ReadDirective {
  return { malformed: { span, message } };
}
