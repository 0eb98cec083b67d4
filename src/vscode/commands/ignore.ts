/** Hides one finding by a comment in the code, with the reason for it. */
import { Uri, window, workspace, type Position, type TextDocument } from 'vscode';
import type { RuleId } from '../../core/rules/rule';
import { suppressionEdits } from '../actions/core-edits';
import { toWorkspaceEdit } from '../actions/workspace-edit';
import type { Analyser } from '../documents/analyser';
import type { PlacedFinding, Result } from '../documents/result';

/** Asks for the reason unless one is given; an empty reason is fine, and Escape leaves the code alone. */
export async function ignoreHere(
  analyser: Analyser,
  address: string,
  rule: RuleId,
  at: Position,
  givenReason: string | undefined,
): Promise<void> {
  const uri = Uri.parse(address);
  const reason = givenReason ?? (await askReason(rule));
  if (reason === undefined) return;
  const result = analyser.asked(uri);
  const placed = result && findingAt(result, await workspace.openTextDocument(uri), rule, at);
  const edit = placed && toWorkspaceEdit(result, suppressionEdits(result, placed.finding, oneLine(reason)));
  if (edit) await workspace.applyEdit(edit);
  else void window.showWarningMessage(`${rule} is not found there any more; nothing was changed.`);
}

function askReason(rule: RuleId): Thenable<string | undefined> {
  return window.showInputBox({
    title: `Ignore ${rule} here`,
    prompt: 'Why? The reason is written into the comment; it may be empty.',
  });
}

function findingAt(result: Result, document: TextDocument, rule: RuleId, at: Position): PlacedFinding | undefined {
  return result.findings.find(
    ({ finding, place }) =>
      finding.rule === rule && place.document.uri.toString() === document.uri.toString() && place.range.contains(at),
  );
}

/** A line end would end the comment. */
function oneLine(reason: string): string {
  return reason.replace(/\s+/g, ' ').trim();
}
