/** Which fixes one pass applies: the first acceptable one of each finding, as long as they do not touch each other. */
import { changesSomething, joinFixes, type CompletedFix, type JoinedFixes } from '../../core/fixes/completed';
import type { Fix } from '../../core/rules/rule';
import type { OpenDocument } from './scan';

/** `safe` keeps results; `review` takes also what may change them, where nothing safe is offered. */
export type Daring = 'safe' | 'review';

/** Safe ones first, then in the order the rule offers them. */
function acceptable(fixes: readonly Fix[], daring: Daring): readonly Fix[] {
  const safe = fixes.filter((fix) => fix.safety === 'safe');
  return daring === 'safe' ? safe : [...safe, ...fixes.filter((fix) => fix.safety === 'review')];
}

/** The first acceptable fix that can be made. */
function preferred(document: OpenDocument, fixes: readonly Fix[], daring: Daring): CompletedFix | undefined {
  for (const fix of acceptable(fixes, daring)) {
    const completed = document.complete(fix);
    if (completed && changesSomething(completed)) return completed;
  }
  return undefined;
}

/** A fix that collides with one taken before waits for the next pass. */
export function chooseEdits(document: OpenDocument, daring: Daring): JoinedFixes {
  return joinFixes(document.analysis.findings.flatMap(({ fixes }) => preferred(document, fixes, daring) ?? []));
}
