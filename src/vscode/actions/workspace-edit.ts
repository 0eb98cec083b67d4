/** What the core wants changed as edits of the documents that it is made of. */
import {
  NotebookEdit,
  TextEdit as EditorTextEdit,
  workspace,
  WorkspaceEdit,
  type Range,
  type TextDocument,
  type Uri,
} from 'vscode';
import type { CompletedFix } from '../../core/fixes/completed';
import { changedMetadata, type MetadataEdit } from '../../core/text/notebook/metadata';
import type { TextEdit } from '../../core/text/span';
import type { Result } from '../documents/result';
import type { EditorPlace } from '../documents/subject';

/** Undefined when an edit lies in no document or across two: better no fix than half of one. */
export function toWorkspaceEdit(result: Result, { edits, metadata }: CompletedFix): WorkspaceEdit | undefined {
  const byDocument = inDocuments(result, edits);
  const metadataEdit = metadata.length > 0 ? metadataEditOf(result, metadata) : undefined;
  if (!byDocument || (metadata.length > 0 && !metadataEdit)) return undefined;
  if (byDocument.size === 0 && !metadataEdit) return undefined;
  const workspaceEdit = new WorkspaceEdit();
  for (const entry of byDocument.values()) workspaceEdit.set(entry.uri, entry.edits);
  if (metadataEdit) workspaceEdit.set(result.subject.uri, [metadataEdit]);
  return workspaceEdit;
}

interface DocumentEdits {
  readonly uri: Uri;
  readonly edits: EditorTextEdit[];
}

function inDocuments(result: Result, edits: readonly TextEdit[]): Map<string, DocumentEdits> | undefined {
  const byDocument = new Map<string, DocumentEdits>();
  for (const { span, newText } of edits) {
    const place = result.place(span);
    if (!place) return undefined;
    const { uri } = place.document;
    const entry = byDocument.get(uri.toString()) ?? { uri, edits: [] };
    entry.edits.push(new EditorTextEdit(place.range, newText));
    byDocument.set(uri.toString(), entry);
  }
  return byDocument;
}

/** An edit replaces all of the metadata; the editor keeps those of the file under `metadata`, beside `nbformat`. */
function metadataEditOf({ subject }: Result, changes: readonly MetadataEdit[]): NotebookEdit | undefined {
  const notebook = workspace.notebookDocuments.find(({ uri }) => uri.toString() === subject.uri.toString());
  if (!notebook) return undefined;
  const inFile = changes.map((change) => ({ ...change, path: ['metadata', ...change.path] }));
  return NotebookEdit.updateNotebookMetadata({ ...changedMetadata(notebook.metadata, inFile) });
}

/** True for a place in a document that a range touches. */
export function touches(place: EditorPlace | undefined, document: TextDocument, range: Range): boolean {
  return place?.document.uri.toString() === document.uri.toString() && place.range.intersection(range) !== undefined;
}
