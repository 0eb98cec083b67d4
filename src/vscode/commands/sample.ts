/** Opens a copy of a training file with some waste in it, to try findings and fixes on. */
import { Uri, window, workspace } from 'vscode';

/** An unsaved copy: the installed file stays what it is. */
export async function openSample(extension: Uri): Promise<void> {
  const file = Uri.joinPath(extension, 'media', 'sample', 'search_svm.py');
  try {
    const content = new TextDecoder().decode(await workspace.fs.readFile(file));
    await window.showTextDocument(await workspace.openTextDocument({ language: 'python', content }));
  } catch {
    void window.showErrorMessage('The sample file is missing from this installation of Carbon Hints.');
  }
}
