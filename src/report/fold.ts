/** What a person is shown of a file with many small things: the largest ones, and the rest in one line. */
import type { GramsCO2e, Range } from '../core/units/quantity';

/** More hints than this in one file are no help to anybody. */
export const MOST_HINTS = 5;

interface Weighed {
  readonly severity: 'warning' | 'information' | 'hint';
  /** Grams of CO2e that its fix saves; null when nobody knows. */
  readonly emissions: Range<GramsCO2e> | null;
}

export interface Folded<Finding> {
  /** In the order given. */
  readonly shown: readonly Finding[];
  /** Hints that one line stands for; never just one. */
  readonly folded: readonly Finding[];
}

/** Warnings and information are always shown, and of the hints those that save most; unknown savings come last, as they stand. */
export function foldHints<Finding>(
  findings: readonly Finding[],
  weigh: (finding: Finding) => Weighed,
): Folded<Finding> {
  const hints = findings.filter((finding) => weigh(finding).severity === 'hint');
  if (hints.length <= MOST_HINTS) return { shown: findings, folded: [] };
  const saved = (finding: Finding): number => weigh(finding).emissions?.typical ?? -1;
  // The line that stands for the rest counts as one.
  const folded = new Set([...hints].sort((one, other) => saved(other) - saved(one)).slice(MOST_HINTS - 1));
  return {
    shown: findings.filter((finding) => !folded.has(finding)),
    folded: findings.filter((finding) => folded.has(finding)),
  };
}

/** `7 more small savings: conv-bias-before-batchnorm (4), unfused-optimizer (3)`. */
export function foldedPhrase(rules: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const rule of rules) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  const named = [...counts].map(([rule, count]) => (count === 1 ? rule : `${rule} (${count})`));
  return `${rules.length} more small savings: ${named.join(', ')}`;
}
