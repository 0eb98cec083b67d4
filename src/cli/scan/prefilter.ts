/** Tells from the raw text whether any rule could fire, so that most files of a tree are never parsed. */
import type { RuleMeta } from '../../core/rules/rule';

/** Suppression comments are looked at too, so that unused ones are reported. */
const SUPPRESSION = '#[ \\t]*carbon[ \\t]*:';

/** A JSON escape of an ASCII character could hide a trigger inside a notebook. */
const HIDING_ESCAPE = '\\\\u00[2-7]';

const escaped = (word: string) => word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/**
 * Invariant: a file that fails the test has no finding. Triggers are identifiers or words of Python source, which
 * notebooks keep as they are inside their JSON.
 */
export function prefilter(rules: readonly RuleMeta[]): (rawText: string) => boolean {
  const words = [...new Set(rules.flatMap((rule) => rule.triggers))].map(escaped);
  const pattern = new RegExp([...words, SUPPRESSION, HIDING_ESCAPE].join('|'));
  return (rawText) => pattern.test(rawText);
}
