/** Turns what happens to documents in the editor into work for the analyser. */
import { window, workspace, type Disposable, type NotebookDocument, type TextDocument, type Uri } from 'vscode';
import { Disposables } from '../disposables';
import type { Analyser } from './analyser';
import { isAnalysedNotebook, isPythonModule, isSweep } from './limits';
import { moduleSubject } from './module-subject';
import { notebookSubject } from './notebook-subject';

/** When analysis runs by itself. */
export type RunMode = 'onType' | 'onSave' | 'manual';

export function trackDocuments(analyser: Analyser, runMode: (uri: Uri) => RunMode): Disposable {
  const disposables = new Disposables();
  const openModule = (document: TextDocument): void => {
    if (isPythonModule(document) || isSweep(document)) {
      analyser.open(moduleSubject(document));
      if (runMode(document.uri) !== 'manual') analyser.analyseNow(document.uri);
    } else {
      retypedCell(document);
    }
  };
  /** A cell whose language changes is closed and opened again. */
  const retypedCell = (document: TextDocument): void => {
    if (document.uri.scheme !== 'vscode-notebook-cell') return;
    const notebook = workspace.notebookDocuments.find((one) =>
      one.getCells().some((cell) => cell.document === document),
    );
    if (notebook) notebookChanged(notebook);
  };
  const openNotebook = (notebook: NotebookDocument): void => {
    if (!isAnalysedNotebook(notebook)) return;
    analyser.open(notebookSubject(notebook));
    if (runMode(notebook.uri) !== 'manual') analyser.analyseNow(notebook.uri);
  };
  const notebookChanged = (notebook: NotebookDocument): void => {
    if (!isAnalysedNotebook(notebook)) return;
    analyser.adopt(notebookSubject(notebook));
    if (analyser.isStale(notebook.uri) && runMode(notebook.uri) === 'onType') analyser.analyseSoon(notebook.uri);
  };
  const saved = (uri: Uri): void => {
    if (runMode(uri) !== 'manual') analyser.analyseNow(uri);
  };

  disposables.add(workspace.onDidOpenTextDocument(openModule));
  disposables.add(workspace.onDidOpenNotebookDocument(openNotebook));
  disposables.add(
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      analyser.change(document.uri, contentChanges);
      if (analyser.isStale(document.uri) && runMode(document.uri) === 'onType') analyser.analyseSoon(document.uri);
    }),
  );
  disposables.add(workspace.onDidChangeNotebookDocument(({ notebook }) => notebookChanged(notebook)));
  const savedText = (document: TextDocument): void =>
    becameSweep(analyser, document) ? openModule(document) : saved(document.uri);
  disposables.add(workspace.onDidSaveTextDocument(savedText));
  disposables.add(workspace.onDidSaveNotebookDocument(({ uri }) => saved(uri)));
  disposables.add(workspace.onDidCloseTextDocument((document) => closeModule(analyser, document)));
  disposables.add(workspace.onDidCloseNotebookDocument(({ uri }) => analyser.close(uri)));

  workspace.textDocuments.forEach(openModule);
  workspace.notebookDocuments.forEach(openNotebook);
  return disposables;
}

/** A file can become a sweep while it is written. */
function becameSweep(analyser: Analyser, document: TextDocument): boolean {
  return !analyser.holds(document.uri) && isSweep(document);
}

/** A closing cell is the business of its notebook. */
function closeModule(analyser: Analyser, document: TextDocument): void {
  if (document.uri.scheme !== 'vscode-notebook-cell') analyser.close(document.uri);
}

/** Subjects that a visible editor shows go first. */
export function isVisible(key: string): boolean {
  return (
    window.visibleTextEditors.some(({ document }) => document.uri.toString() === key) ||
    window.visibleNotebookEditors.some(({ notebook }) => notebook.uri.toString() === key)
  );
}
