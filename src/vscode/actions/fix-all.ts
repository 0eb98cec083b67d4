/** All safe fixes of a file or notebook at once. */
import { workspace, type Uri, type WorkspaceEdit } from 'vscode';
import type { CompletedFix } from '../../core/fixes/completed';
import type { Analyser } from '../documents/analyser';
import type { Result } from '../documents/result';
import { safeEdits } from './core-edits';
import { toWorkspaceEdit } from './workspace-edit';

/** One fix may make room for another; more rounds than this mean that two fixes fight. */
const MAX_ROUNDS = 10;

const edits = new WeakMap<Result, CompletedFix>();

/** From what was analysed already; fixes that get in each other's way are left for the next time. */
export function fixAllEdit(result: Result): WorkspaceEdit | undefined {
  const safe = edits.get(result) ?? safeEdits(result);
  edits.set(result, safe);
  // Made anew, because metadata that nobody analyses may have changed since.
  return toWorkspaceEdit(result, safe);
}

/** Applies safe fixes until none is left; gives the number of rounds. Each round is one step of undo. */
export async function fixAll(analyser: Analyser, uri: Uri): Promise<number> {
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    analyser.analyseNow(uri);
    await analyser.idle();
    const result = analyser.asked(uri);
    const edit = result && fixAllEdit(result);
    if (!edit || !(await workspace.applyEdit(edit))) return round;
  }
  return MAX_ROUNDS;
}

export function safeCount(result: Result): number {
  return result.findings.filter(({ finding }) => finding.fixes.some(({ safety }) => safety === 'safe')).length;
}
