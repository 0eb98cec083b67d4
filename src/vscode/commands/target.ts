/** Which document a command is about. */
import { Uri, window } from 'vscode';

/** The document that is named, or the one that is being edited. */
export function target(address: unknown): Uri | undefined {
  if (typeof address === 'string') return Uri.parse(address);
  return window.activeTextEditor?.document.uri ?? window.activeNotebookEditor?.notebook.uri;
}
