/** What the adapter asks of the core's fixes and suppressions. */
import type { UnusedSuppression } from '../../core/engine-types';
import type { Finding, Fix } from '../../core/rules/rule';
import type { TextEdit } from '../../core/text/span';
import type { Result } from '../documents/result';

/** The edits of a fix with the imports it needs; undefined when they cannot be made here. */
export function completedEdits(_result: Result, fix: Fix): readonly TextEdit[] | undefined {
  return fix.imports.length === 0 ? fix.edits : undefined;
}

/** Every safe fix that fits beside the others. */
export function safeEdits(result: Result): readonly TextEdit[] {
  void result;
  return [];
}

export function insertSuppression(result: Result, finding: Finding, reason: string): readonly TextEdit[] {
  void result;
  void finding;
  void reason;
  return [];
}

export function removeSuppression(result: Result, unused: UnusedSuppression): readonly TextEdit[] {
  void result;
  void unused;
  return [];
}
