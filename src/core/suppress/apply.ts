/** Splits findings into kept and suppressed, and names the suppressions that hide nothing. */
import type { UnusedSuppression } from '../engine-types';
import type { Finding, RuleId } from '../rules/rule';
import type { Span } from '../text/span';
import type { Suppression } from './parse';

export interface Suppressed<F extends Finding> {
  readonly kept: readonly F[];
  readonly suppressed: readonly F[];
  readonly unused: readonly UnusedSuppression[];
}

/** `ran` are the rules that looked at the program: a suppression of any other rule is not called unused. */
export function applySuppressions<F extends Finding>(
  findings: readonly F[],
  suppressions: readonly Suppression[],
  ran: ReadonlySet<RuleId>,
): Suppressed<F> {
  const used = new Set<string>();
  const kept: F[] = [];
  const suppressed: F[] = [];
  const sweep = new Sweep(suppressions);
  const inOrder = [...findings].sort((a, b) => a.span.start - b.span.start);
  for (const finding of inOrder) {
    const hits = sweep.coveringAt(finding.span.start).filter((one) => names(one, finding.rule));
    for (const hit of hits) used.add(keyOf(hit, finding.rule));
    (hits.length > 0 ? suppressed : kept).push(finding);
  }
  return { kept, suppressed, unused: suppressions.flatMap((one) => unusedOf(one, used, ran)) };
}

function names({ directive }: Suppression, rule: RuleId): boolean {
  return directive.rules.some((one) => one.id === rule);
}

/** Goes through a text once, start to end, and knows at each place which suppressions cover it. */
class Sweep {
  readonly #waiting: readonly (Suppression & { readonly covers: Span })[];
  #next = 0;
  #open: (Suppression & { readonly covers: Span })[] = [];

  constructor(suppressions: readonly Suppression[]) {
    this.#waiting = suppressions
      .flatMap((one) => (one.covers ? [{ ...one, covers: one.covers }] : []))
      .sort((a, b) => a.covers.start - b.covers.start);
  }

  /** Ask with offsets that never go down. */
  coveringAt(offset: number): readonly Suppression[] {
    for (let one = this.#waiting[this.#next]; one && one.covers.start <= offset; one = this.#waiting[this.#next]) {
      this.#open.push(one);
      this.#next += 1;
    }
    this.#open = this.#open.filter((one) => offset <= one.covers.end);
    return this.#open;
  }
}

function unusedOf(suppression: Suppression, used: ReadonlySet<string>, ran: ReadonlySet<RuleId>): UnusedSuppression[] {
  if (suppression.uncertain) return [];
  const { directive } = suppression;
  const idle = directive.rules.filter((rule) => ran.has(rule.id) && !used.has(keyOf(suppression, rule.id)));
  return idle.map(({ id, span }) => ({
    span: directive.rules.length === 1 ? directive.span : span,
    rule: id,
    message: `Nothing to ignore: ${id} finds nothing here`,
  }));
}

function keyOf(suppression: Suppression, rule: RuleId): string {
  return `${suppression.directive.span.start} ${rule}`;
}
