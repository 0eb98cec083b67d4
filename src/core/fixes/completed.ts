/** What a fix changes, all told, and several of them put together. */
import { conflict } from '../text/edits';
import { isSameEdit, type MetadataEdit } from '../text/notebook/metadata';
import type { TextEdit } from '../text/span';

/** All that a fix changes. At least one of the two has an entry, unless the rule offers nothing. */
export interface CompletedFix {
  /** Of the module text, with the imports that the fix needs; empty where it changes no code. */
  readonly edits: readonly TextEdit[];
  /** Of the notebook's own metadata; empty for a module. */
  readonly metadata: readonly MetadataEdit[];
}

export interface JoinedFixes extends CompletedFix {
  /** How many of the fixes are in it. */
  readonly fixes: number;
}

/** Each fix that touches none before it; what two of them need, as an import, is done once. */
export function joinFixes(completed: Iterable<CompletedFix>): JoinedFixes {
  const edits: TextEdit[] = [];
  const metadata: MetadataEdit[] = [];
  let fixes = 0;
  for (const fix of completed) {
    const fresh = fix.edits.filter((edit) => !edits.some((other) => isSame(edit, other)));
    if (fresh.some((edit) => edits.some((other) => conflict(edit, other)))) continue;
    edits.push(...fresh);
    metadata.push(...fix.metadata.filter((edit) => !metadata.some((other) => isSameEdit(edit, other))));
    fixes += 1;
  }
  return { edits, metadata, fixes };
}

function isSame(a: TextEdit, b: TextEdit): boolean {
  return a.span.start === b.span.start && a.span.end === b.span.end && a.newText === b.newText;
}

export function changesSomething({ edits, metadata }: CompletedFix): boolean {
  return edits.length + metadata.length > 0;
}
