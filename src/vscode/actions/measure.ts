/** Puts the training of a file under a CodeCarbon tracker, whether or not the rule about that is on. */
import { CodeAction, CodeActionKind, window, workspace, type Range, type TextDocument, type Uri } from 'vscode';
import type { Analyser } from '../documents/analyser';
import type { Result } from '../documents/result';
import { completed } from './core-edits';
import { touches, toWorkspaceEdit } from './workspace-edit';

export const MEASURE = CodeActionKind.RefactorRewrite;

/** One, or none where nothing trains, it is measured already, or it does not begin on the lines asked for. */
export function measureActions(result: Result, document?: TextDocument, range?: Range): CodeAction[] {
  return result.engine.findingsOf(result.subject.key, 'training-not-measured').flatMap(({ span, fixes: [fix] }) => {
    const isElsewhere = document && range && !touches(result.place(span), document, range);
    const whole = fix && !isElsewhere && completed(result, fix);
    const edit = whole && toWorkspaceEdit(result, whole);
    return edit ? [Object.assign(new CodeAction(fix.title, MEASURE), { edit })] : [];
  });
}

/** Says so where nothing can be done. */
export async function measureTraining(analyser: Analyser, uri: Uri | undefined): Promise<void> {
  if (!uri) return;
  analyser.analyseNow(uri);
  await analyser.idle();
  const result = analyser.asked(uri);
  const edit = result && measureActions(result)[0]?.edit;
  if (!edit || !(await workspace.applyEdit(edit))) window.setStatusBarMessage('Carbon Hints: nothing to measure', 4000);
}
