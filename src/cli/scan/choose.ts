/** Which fixes one pass applies: the first acceptable one of each finding, as long as they do not touch each other. */
import type { Analysis } from '../../core/engine-types';
import type { Fix } from '../../core/rules/rule';
import { conflict } from '../../core/text/edits';
import type { TextEdit } from '../../core/text/span';
import { resolvedEdits } from './resolved';

/** `safe` keeps results; `review` takes also what may change them, where nothing safe is offered. */
export type Daring = 'safe' | 'review';

export interface Chosen {
  readonly edits: readonly TextEdit[];
  readonly fixes: number;
}

function acceptable(fixes: readonly Fix[], daring: Daring): Fix | undefined {
  const safe = fixes.find((fix) => fix.safety === 'safe');
  return safe ?? (daring === 'review' ? fixes[0] : undefined);
}

const same = (a: TextEdit, b: TextEdit) =>
  a.span.start === b.span.start && a.span.end === b.span.end && a.newText === b.newText;

/** Two fixes may need the same import: that edit is applied once. */
export function chooseEdits(analysis: Analysis, daring: Daring): Chosen {
  const edits: TextEdit[] = [];
  let fixes = 0;
  for (const finding of analysis.findings) {
    const fix = acceptable(finding.fixes, daring);
    if (fix === undefined) continue;
    const fresh = resolvedEdits(fix, analysis).filter((edit) => !edits.some((taken) => same(taken, edit)));
    if (fresh.some((edit) => edits.some((taken) => conflict(taken, edit)))) continue;
    edits.push(...fresh);
    fixes += 1;
  }
  return { edits, fixes };
}
