/** Answers the editor's requests for code actions from the analysis that is there; it never starts a long one. */
import {
  CodeAction,
  CodeActionKind,
  CodeActionTriggerKind,
  languages,
  type CodeActionContext,
  type Disposable,
  type Range,
  type TextDocument,
} from 'vscode';
import { UNUSED_SUPPRESSION } from '../diagnostics/diagnostic';
import type { Analyser } from '../documents/analyser';
import type { Result } from '../documents/result';
import { suppressionRemoval } from './core-edits';
import { fixAllEdit, safeCount } from './fix-all';
import { MEASURE, measureActions } from './measure';
import { actionsFor } from './quick-fixes';
import { touches, toWorkspaceEdit } from './workspace-edit';

const FIX_ALL = CodeActionKind.SourceFixAll.append('carbonHints');
/** Cells get only this kind: plain `source` actions run once a cell, all at the same time, on one notebook. */
const NOTEBOOK_FIX_ALL = CodeActionKind.Notebook.append('source.fixAll.carbonHints');
const FIX_ALL_TITLE = 'Fix all safe Carbon Hints problems in this file';

export function registerCodeActions(analyser: Analyser): Disposable {
  return languages.registerCodeActionsProvider(
    [{ language: 'python' }, { language: 'yaml' }],
    {
      provideCodeActions(document, range, context, token) {
        if (token.isCancellationRequested) return [];
        const isAsked = context.triggerKind === CodeActionTriggerKind.Invoke || context.only !== undefined;
        const result = isAsked ? analyser.asked(document.uri) : analyser.fresh(document.uri);
        if (!result) return [];
        // The menu of the light bulb and that of refactorings, which nobody waits for while typing.
        const rewrites = isAsked && (context.only ?? MEASURE).intersects(MEASURE);
        const measure = rewrites ? measureActions(result, document, range) : [];
        if (context.only && !context.only.intersects(CodeActionKind.QuickFix)) {
          return [...sourceActions(result, document, context.only), ...measure];
        }
        return [...quickFixes(result, document, range, context), ...measure];
      },
    },
    { providedCodeActionKinds: [CodeActionKind.QuickFix, FIX_ALL, NOTEBOOK_FIX_ALL, MEASURE] },
  );
}

function sourceActions(result: Result, document: TextDocument, only: CodeActionKind): CodeAction[] {
  const kind = document.uri.scheme === 'vscode-notebook-cell' ? NOTEBOOK_FIX_ALL : FIX_ALL;
  if (!only.contains(kind)) return [];
  const edit = fixAllEdit(result);
  if (!edit) return [];
  const action = new CodeAction(FIX_ALL_TITLE, kind);
  action.edit = edit;
  return [action];
}

function quickFixes(result: Result, document: TextDocument, range: Range, context: CodeActionContext): CodeAction[] {
  const here = result.findings.filter(({ place }) => touches(place, document, range));
  const actions = here.flatMap((placed) => actionsFor(placed, result, context.diagnostics));
  if (here.length > 0 && safeCount(result) > 1) actions.push(fixAllAction(document));
  return [...actions, ...unusedSuppressionActions(result, document, range, context)];
}

function fixAllAction(document: TextDocument): CodeAction {
  const action = new CodeAction(FIX_ALL_TITLE, CodeActionKind.QuickFix);
  action.command = { title: FIX_ALL_TITLE, command: 'carbonHints.fixAll', arguments: [document.uri.toString()] };
  return action;
}

function unusedSuppressionActions(
  result: Result,
  document: TextDocument,
  range: Range,
  context: CodeActionContext,
): CodeAction[] {
  return result.analysis.unusedSuppressions.flatMap((unused) => {
    if (!touches(result.place(unused.span), document, range)) return [];
    const edit = toWorkspaceEdit(result, suppressionRemoval(result, unused));
    if (!edit) return [];
    const action = new CodeAction('Remove the unused ignore comment', CodeActionKind.QuickFix);
    action.edit = edit;
    action.isPreferred = true;
    action.diagnostics = context.diagnostics.filter(
      (one) => one.code === UNUSED_SUPPRESSION && one.range.intersection(range) !== undefined,
    );
    return [action];
  });
}
