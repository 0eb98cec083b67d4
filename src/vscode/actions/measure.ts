/** Puts the training of a file under a CodeCarbon tracker, whether or not the rule about that is on. */
import { CodeAction, CodeActionKind, type Uri, window, workspace, type Range, type TextDocument } from 'vscode';
import type { Finding } from '../../core/rules/rule';
import type { Analyser } from '../documents/analyser';
import type { Result } from '../documents/result';
import { completed } from './core-edits';
import { toWorkspaceEdit } from './workspace-edit';

const RULE = 'training-not-measured';
export const MEASURE = CodeActionKind.RefactorRewrite.append('carbonHints.measure');
const TITLE = 'Measure this training with CodeCarbon';

/** Offered on the lines where the training begins, unless the light bulb has the fix of the rule already. */
export function measureActions(result: Result, document: TextDocument, range: Range): CodeAction[] {
  if (result.findings.some(({ finding }) => finding.rule === RULE)) return [];
  const isHere = ({ span }: Finding): boolean => {
    const place = result.place(span);
    return place?.document.uri.toString() === document.uri.toString() && place.range.intersection(range) !== undefined;
  };
  if (!findingsIn(result).some(isHere)) return [];
  const action = new CodeAction(TITLE, MEASURE);
  action.command = { title: TITLE, command: 'carbonHints.measureTraining', arguments: [document.uri.toString()] };
  return [action];
}

const findingsIn = ({ engine, subject }: Result): readonly Finding[] => engine.findingsOf(subject.key, RULE);

/** Tells why where nothing can be done. */
export async function measureTraining(analyser: Analyser, uri: Uri): Promise<void> {
  analyser.analyseNow(uri);
  await analyser.idle();
  const result = analyser.asked(uri);
  const fix = result && findingsIn(result)[0]?.fixes[0];
  const whole = fix && completed(result, fix);
  const edit = whole && toWorkspaceEdit(result, whole);
  if (edit && (await workspace.applyEdit(edit))) return;
  void window.showInformationMessage(
    'Carbon Hints: no training was found in this file that is not measured and can be put under a tracker.',
  );
}
