/** The edits of a fix with the imports it needs. */
import type { Analysis } from '../../core/engine-types';
import type { Fix } from '../../core/rules/rule';
import type { TextEdit } from '../../core/text/span';

export function resolvedEdits(fix: Fix, analysis: Analysis): readonly TextEdit[] {
  void analysis;
  return fix.edits;
}
