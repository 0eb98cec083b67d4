/** Splits findings into kept and suppressed, and names the suppressions that hide nothing. */
import type { UnusedSuppression } from '../engine-types';
import type { Finding, RuleId } from '../rules/rule';
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
  for (const finding of findings) {
    const hits = suppressions.filter((one) => hides(one, finding));
    for (const hit of hits) used.add(keyOf(hit, finding.rule));
    (hits.length > 0 ? suppressed : kept).push(finding);
  }
  return { kept, suppressed, unused: suppressions.flatMap((one) => unusedOf(one, used, ran)) };
}

function hides(suppression: Suppression, finding: Finding): boolean {
  const { covers, directive } = suppression;
  if (!covers || finding.span.start < covers.start || finding.span.start > covers.end) return false;
  return directive.rules.some((rule) => rule.id === finding.rule);
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
