/** Edits of the analysed program as edits of the documents it is made of. */
import { TextEdit as EditorTextEdit, WorkspaceEdit, type Uri } from 'vscode';
import type { TextEdit } from '../../core/text/span';
import type { Result } from '../documents/result';

/** Undefined when an edit lies in no document or across two: better no fix than half of one. */
export function toWorkspaceEdit(result: Result, edits: readonly TextEdit[]): WorkspaceEdit | undefined {
  const byDocument = new Map<string, { readonly uri: Uri; readonly edits: EditorTextEdit[] }>();
  for (const { span, newText } of edits) {
    const place = result.place(span);
    if (!place) return undefined;
    const { uri } = place.document;
    const entry = byDocument.get(uri.toString()) ?? { uri, edits: [] };
    entry.edits.push(new EditorTextEdit(place.range, newText));
    byDocument.set(uri.toString(), entry);
  }
  if (byDocument.size === 0) return undefined;
  const workspaceEdit = new WorkspaceEdit();
  for (const entry of byDocument.values()) workspaceEdit.set(entry.uri, entry.edits);
  return workspaceEdit;
}
