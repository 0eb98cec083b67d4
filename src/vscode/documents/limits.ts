/** Which documents are worth looking at: Python, editable, and not so large that analysis would be felt. */
import {
  NotebookCellKind,
  workspace,
  type NotebookCell,
  type NotebookDocument,
  type TextDocument,
  type Uri,
} from 'vscode';
import { looksLikeSweep } from '../../core/model/search/sweep-yaml';

const MAX_CHARACTERS = 2_000_000;
const MAX_LINES = 50_000;

const NOTEBOOK_TYPES = new Set(['jupyter-notebook', 'interactive']);

/** Cells and the input box of the interactive window belong to a notebook, not to themselves. */
const PARTS = new Set(['vscode-notebook-cell', 'vscode-interactive-input', 'vscode-notebook-cell-output']);

export function isPythonModule(document: TextDocument): boolean {
  return document.languageId === 'python' && !PARTS.has(document.uri.scheme) && isEditable(document.uri);
}

/** Nobody writes a sweep this long. */
const MAX_SWEEP_LINES = 2_000;
const MAX_SWEEP_CHARACTERS = 100_000;

/** A W&B sweep; other YAML files are told apart by a look at their text. */
export function isSweep(document: TextDocument): boolean {
  if (document.languageId !== 'yaml' || document.lineCount > MAX_SWEEP_LINES) return false;
  if (!isEditable(document.uri) || lengthOf(document) > MAX_SWEEP_CHARACTERS) return false;
  return looksLikeSweep(document.getText());
}

export function isAnalysedNotebook(notebook: NotebookDocument): boolean {
  return NOTEBOOK_TYPES.has(notebook.notebookType);
}

export function isPythonCell(cell: NotebookCell): boolean {
  return cell.kind === NotebookCellKind.Code && cell.document.languageId === 'python';
}

/** Diffs, old revisions and previews have schemes that cannot be written to: a finding there would help nobody. */
function isEditable(uri: Uri): boolean {
  return uri.scheme === 'untitled' || workspace.fs.isWritableFileSystem(uri.scheme) === true;
}

/** Length in UTF-16 units without copying the text out of the editor. */
export function lengthOf(document: TextDocument): number {
  return document.offsetAt(document.lineAt(document.lineCount - 1).range.end);
}

/** Why the documents together are too large to analyse; undefined when they are not. */
export function whyTooLarge(documents: readonly TextDocument[]): string | undefined {
  const lines = documents.reduce((sum, document) => sum + document.lineCount, 0);
  if (lines > MAX_LINES) return `more than ${MAX_LINES.toLocaleString('en')} lines`;
  const characters = documents.reduce((sum, document) => sum + lengthOf(document), 0);
  return characters > MAX_CHARACTERS ? 'larger than 2 MB' : undefined;
}
