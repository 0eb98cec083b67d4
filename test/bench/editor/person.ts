/** A person at work in the editor, with a seed: types, takes back, mends, saves, renames, edits a notebook, closes and opens. */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { random } from '../training-code';
import { LINES } from './typing';

/** Milliseconds between two keys of a brisk typist, least and most. */
const KEY: readonly [number, number] = [120, 260];
const PAUSE: readonly [number, number] = [300, 1500];

/** In front of the name of a file that was renamed. */
export const RENAMED = 'new_';

export class Person {
  readonly #draw: () => number;
  readonly #counts = new Map<string, number>();

  constructor(
    private readonly folder: vscode.Uri,
    /** Names of the files as they were called at first; a renamed one has another in front, see `#uri`. */
    private readonly files: readonly string[],
    private readonly notebook: string,
    seed: number,
  ) {
    this.#draw = random(seed);
  }

  /** How often each thing was done. */
  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }

  async step(): Promise<void> {
    const [name, act] = this.#chosen();
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    await act();
    await sleep(this.#between(PAUSE));
  }

  #chosen(): [string, () => Promise<void>] {
    const share = this.#draw();
    if (share < 0.5) return ['type a line', () => this.#typeLine()];
    if (share < 0.65) return ['undo', () => this.#undo()];
    if (share < 0.75) return ['delete a line', () => this.#deleteLine()];
    if (share < 0.87) return ['edit a notebook', () => this.#editNotebook()];
    if (share < 0.92) return ['take a fix', () => this.#takeFix()];
    if (share < 0.96) return ['save', () => this.#save()];
    if (share < 0.98) return ['rename', () => this.#rename()];
    return ['close all editors', () => this.#closeAll()];
  }

  #between([least, most]: readonly [number, number]): number {
    return least + this.#draw() * (most - least);
  }

  #below(count: number): number {
    return Math.floor(this.#draw() * count);
  }

  /** Where a file is now: taking back may undo a rename, so only the folder knows. */
  #uri(name: string): vscode.Uri {
    const renamed = vscode.Uri.joinPath(this.folder, RENAMED + name);
    return existsSync(renamed.fsPath) ? renamed : vscode.Uri.joinPath(this.folder, name);
  }

  /** An editor of one of the files with the cursor at the end of some line. */
  async #somewhere(): Promise<vscode.TextEditor> {
    const uri = this.#uri(this.files[this.#below(this.files.length)] ?? '');
    const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    const line = editor.document.lineAt(this.#below(editor.document.lineCount));
    editor.selection = new vscode.Selection(line.range.end, line.range.end);
    editor.revealRange(line.range);
    return editor;
  }

  /** Key by key, as the keyboard does it: with indentation and closing brackets as the editor adds them. */
  async #keys(text: string): Promise<void> {
    for (const key of text) {
      await vscode.commands.executeCommand('type', { text: key });
      await sleep(this.#between(KEY));
    }
  }

  async #typeLine(): Promise<void> {
    await this.#somewhere();
    await this.#keys(`\n${LINES[this.#below(LINES.length)] ?? ''}`);
  }

  async #undo(): Promise<void> {
    await this.#somewhere();
    for (let count = 1 + this.#below(12); count > 0; count -= 1) {
      await vscode.commands.executeCommand('undo');
      await sleep(this.#between(KEY));
    }
  }

  async #deleteLine(): Promise<void> {
    await this.#somewhere();
    await vscode.commands.executeCommand('editor.action.deleteLines');
  }

  /** Adds a cell and types into it, or takes the last one away again. */
  async #editNotebook(): Promise<void> {
    const uri = this.#uri(this.notebook);
    const notebook = await vscode.workspace.openNotebookDocument(uri);
    await vscode.window.showNotebookDocument(notebook);
    const grown = notebook.cellCount > 14;
    const at = grown ? notebook.cellCount - 1 : 1 + this.#below(notebook.cellCount);
    const edit = grown
      ? vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(at, at + 1))
      : vscode.NotebookEdit.insertCells(at, [
          new vscode.NotebookCellData(vscode.NotebookCellKind.Code, 'import torch', 'python'),
        ]);
    const whole = new vscode.WorkspaceEdit();
    whole.set(uri, [edit]);
    await vscode.workspace.applyEdit(whole);
    if (!grown) await this.#typeInCell(notebook, at);
  }

  async #typeInCell(notebook: vscode.NotebookDocument, at: number): Promise<void> {
    const { document } = notebook.cellAt(at);
    for (const key of `\n${LINES[this.#below(LINES.length)] ?? ''}`) {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(document.uri, document.lineAt(document.lineCount - 1).range.end, key);
      await vscode.workspace.applyEdit(edit);
      await sleep(this.#between(KEY));
    }
  }

  async #takeFix(): Promise<void> {
    const { document } = await this.#somewhere();
    const problems = vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === 'carbon');
    const problem = problems[this.#below(problems.length)];
    if (problem === undefined) return;
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      problem.range,
      vscode.CodeActionKind.QuickFix.value,
    );
    const fix = actions.find(({ edit }) => edit !== undefined);
    if (fix?.edit) await vscode.workspace.applyEdit(fix.edit);
  }

  async #save(): Promise<void> {
    await vscode.workspace.saveAll();
  }

  async #rename(): Promise<void> {
    const name = this.files[this.#below(this.files.length)] ?? '';
    const from = this.#uri(name);
    const to = vscode.Uri.joinPath(this.folder, from.path.endsWith(`/${name}`) ? RENAMED + name : name);
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(from, to);
    await vscode.workspace.applyEdit(edit);
  }

  async #closeAll(): Promise<void> {
    await vscode.workspace.saveAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  }

  /** Gives files that grew too long their first text back, in one edit, so that a long soak types into files as large as a short one. */
  async prune(original: ReadonlyMap<string, string>): Promise<void> {
    for (const name of this.files) {
      const document = await vscode.workspace.openTextDocument(this.#uri(name));
      const text = original.get(name) ?? '';
      if (document.lineCount < text.split('\n').length + 60) continue;
      const edit = new vscode.WorkspaceEdit();
      edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
      await vscode.workspace.applyEdit(edit);
    }
  }
}
