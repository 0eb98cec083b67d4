/** Which fixes one pass applies: the first acceptable one of each finding, as long as they do not touch each other. */
import type { Fix } from '../../core/rules/rule';
import { conflict } from '../../core/text/edits';
import type { TextEdit } from '../../core/text/span';
import type { OpenDocument } from './scan';

/** `safe` keeps results; `review` takes also what may change them, where nothing safe is offered. */
export type Daring = 'safe' | 'review';

export interface Chosen {
  readonly edits: readonly TextEdit[];
  readonly fixes: number;
}

/** Safe ones first, then in the order the rule offers them. */
function acceptable(fixes: readonly Fix[], daring: Daring): readonly Fix[] {
  const safe = fixes.filter((fix) => fix.safety === 'safe');
  return daring === 'safe' ? safe : [...safe, ...fixes.filter((fix) => fix.safety === 'review')];
}

const same = (a: TextEdit, b: TextEdit) =>
  a.span.start === b.span.start && a.span.end === b.span.end && a.newText === b.newText;

/** The first acceptable fix that can be made, as edits. */
function preferred(document: OpenDocument, fixes: readonly Fix[], daring: Daring): readonly TextEdit[] | undefined {
  for (const fix of acceptable(fixes, daring)) {
    const edits = document.complete(fix);
    if (edits !== undefined && edits.length > 0) return edits;
  }
  return undefined;
}

/** A fix that collides with one taken before waits for the next pass. */
export function chooseEdits(document: OpenDocument, daring: Daring): Chosen {
  const taken: TextEdit[] = [];
  let fixes = 0;
  for (const finding of document.analysis.findings) {
    const edits = preferred(document, finding.fixes, daring);
    // Two fixes may need the same import: that edit is made once.
    const fresh = edits?.filter((edit) => !taken.some((other) => same(other, edit)));
    if (fresh === undefined || fresh.some((edit) => taken.some((other) => conflict(other, edit)))) continue;
    taken.push(...fresh);
    fixes += 1;
  }
  return { edits: taken, fixes };
}
