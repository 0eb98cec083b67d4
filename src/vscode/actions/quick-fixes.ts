/** The light bulb's offers for one finding: its fixes, ignoring it, and reading about it. */
import { CodeAction, CodeActionKind, type Diagnostic, type TextDocument } from 'vscode';
import type { Fix } from '../../core/rules/rule';
import { ruleOf } from '../diagnostics/diagnostic';
import type { PlacedFinding, Result } from '../documents/result';
import { completed } from './core-edits';
import { toWorkspaceEdit } from './workspace-edit';

/** Reasons are sentences; the light bulb has room for a clause. */
const REASON_LENGTH = 90;

export function actionsFor(placed: PlacedFinding, result: Result, shown: readonly Diagnostic[]): CodeAction[] {
  const diagnostics = shown.filter(
    (one) => ruleOf(one) === placed.finding.rule && one.range.intersection(placed.place.range) !== undefined,
  );
  const fixes = placed.finding.fixes.flatMap((fix) => fixAction(fix, result));
  const preferred = fixes.find(({ isPreferred }) => isPreferred);
  for (const action of fixes) if (action !== preferred) delete action.isPreferred;
  const actions = [...fixes, ignoreAction(placed), explainAction(placed)];
  for (const action of actions) action.diagnostics = diagnostics;
  return actions;
}

function fixAction(fix: Fix, result: Result): CodeAction[] {
  const whole = completed(result, fix);
  const edit = whole && toWorkspaceEdit(result, whole);
  if (!edit) return [];
  const action = new CodeAction(titleOf(fix), CodeActionKind.QuickFix);
  action.edit = edit;
  if (fix.safety === 'safe') action.isPreferred = true;
  return [action];
}

/** Says in the title what a fix may change, because nobody reads further before pressing Enter. */
export function titleOf(fix: Fix): string {
  return fix.safety === 'safe' ? fix.title : `${fix.title} — may change results: ${shortened(fix.reason)}`;
}

function shortened(reason: string): string {
  const clause = (reason.split(/(?<=[.;])\s/)[0] ?? reason).replace(/[.;]\s*$/, '');
  if (clause.length <= REASON_LENGTH) return clause;
  return `${clause.slice(0, REASON_LENGTH).replace(/\s+\S*$/, '')}…`;
}

function ignoreAction({ finding, place }: PlacedFinding): CodeAction {
  const action = new CodeAction(`Ignore ${finding.rule} here…`, CodeActionKind.QuickFix);
  const { start } = place.range;
  action.command = {
    title: action.title,
    command: 'carbonHints.ignore',
    arguments: [addressOf(place.document), finding.rule, start.line, start.character],
  };
  return action;
}

function explainAction({ finding }: PlacedFinding): CodeAction {
  const action = new CodeAction(`Explain ${finding.rule}`, CodeActionKind.QuickFix);
  action.command = { title: action.title, command: 'carbonHints.explainRule', arguments: [finding.rule] };
  return action;
}

function addressOf(document: TextDocument): string {
  return document.uri.toString();
}
