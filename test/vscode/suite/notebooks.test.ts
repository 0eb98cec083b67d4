/** Notebooks: one program over all cells, problems and edits in the cell they belong to. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  actionsAt,
  closeEverything,
  EVALUATION,
  eventually,
  fileWith,
  GRID,
  problems,
  rulesIn,
  settled,
  sourceActions,
} from './support';

const [IMPORTS = '', SEARCH = ''] = GRID.split(/\n(?=X, y)/);

interface CellText {
  readonly code?: string;
  readonly prose?: string;
}

function notebookJson(cells: readonly CellText[], more: Readonly<Record<string, unknown>> = {}): string {
  const entries = cells.map(({ code, prose }) =>
    code === undefined
      ? { cell_type: 'markdown', metadata: {}, source: prose ?? '' }
      : { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: code },
  );
  const kernelspec = { name: 'python3', display_name: 'Python 3', language: 'python' };
  return JSON.stringify({
    cells: entries,
    metadata: { kernelspec, language_info: { name: 'python' }, ...more },
    nbformat: 4,
    nbformat_minor: 5,
  });
}

/** Not shown: VS Code 1.100 sometimes never finishes showing one after another that had a rendered Markdown cell. */
async function openNotebook(
  cells: readonly CellText[],
  metadata: Readonly<Record<string, unknown>> = {},
): Promise<vscode.NotebookDocument> {
  const uri = fileWith(notebookJson(cells, metadata), 'explore.ipynb');
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  await settled();
  return notebook;
}

/** In an editor, which the light bulb needs. */
async function showNotebook(cells: readonly CellText[]): Promise<vscode.NotebookDocument> {
  const notebook = await openNotebook(cells);
  await vscode.window.showNotebookDocument(notebook);
  return notebook;
}

function cell(notebook: vscode.NotebookDocument, index: number): vscode.TextDocument {
  return notebook.cellAt(index).document;
}

async function change(notebook: vscode.NotebookDocument, edits: vscode.NotebookEdit[]): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, edits);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function rulesBecome(document: vscode.TextDocument, wanted: readonly string[]): Promise<void> {
  await eventually(`problems ${wanted.join(', ') || 'to go'}`, () => {
    return JSON.stringify(rulesIn(document.uri)) === JSON.stringify(wanted) ? true : undefined;
  });
}

describe('notebooks', () => {
  afterEach(closeEverything);

  it('are one program: imports of one cell count in the next', async () => {
    const notebook = await openNotebook([{ prose: '# Search' }, { code: IMPORTS }, { code: SEARCH }]);
    assert.deepEqual(rulesIn(cell(notebook, 1).uri), []);
    assert.deepEqual(rulesIn(cell(notebook, 2).uri), ['exhaustive-grid-search']);
  });

  it('place problems inside the cell', async () => {
    const notebook = await openNotebook([{ code: IMPORTS }, { code: SEARCH }]);
    const document = cell(notebook, 1);
    assert.match(document.getText(problems(document.uri)[0]?.range), /^GridSearchCV/);
  });

  it('may hold magics and shell lines', async () => {
    const notebook = await openNotebook([
      { code: `!pip install scikit-learn\n%matplotlib inline\n${IMPORTS}` },
      { code: `%%time\n${SEARCH}` },
    ]);
    assert.deepEqual(rulesIn(cell(notebook, 1).uri), ['exhaustive-grid-search']);
  });

  it('lose their problems with the cell', async () => {
    const notebook = await openNotebook([{ code: IMPORTS }, { code: SEARCH }]);
    const { uri } = cell(notebook, 1);
    await change(notebook, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(1, 2))]);
    await eventually('the problem to go', () => (problems(uri).length === 0 ? true : undefined));
  });

  it('follow a cell that is added', async () => {
    const notebook = await openNotebook([{ code: IMPORTS }]);
    const data = new vscode.NotebookCellData(vscode.NotebookCellKind.Code, SEARCH, 'python');
    await change(notebook, [vscode.NotebookEdit.insertCells(1, [data])]);
    await rulesBecome(cell(notebook, 1), ['exhaustive-grid-search']);
  });

  it('clear a cell that becomes another language, and find again when it is Python again', async () => {
    const notebook = await openNotebook([{ code: IMPORTS }, { code: SEARCH }]);
    await vscode.languages.setTextDocumentLanguage(cell(notebook, 1), 'plaintext');
    await rulesBecome(cell(notebook, 1), []);
    await vscode.languages.setTextDocumentLanguage(cell(notebook, 1), 'python');
    await rulesBecome(cell(notebook, 1), ['exhaustive-grid-search']);
  });

  it('are mended in the cell that owns the code', async () => {
    const notebook = await showNotebook([
      { code: 'import torch' },
      { code: EVALUATION.replace('import torch\n\n\n', '') },
    ]);
    const document = cell(notebook, 1);
    const [problem] = problems(document.uri);
    assert.ok(problem);
    const fix = (await actionsAt(document.uri, problem.range)).find(({ edit }) => edit !== undefined);
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    await rulesBecome(document, []);
    assert.equal(cell(notebook, 0).getText(), 'import torch');
    assert.equal(notebook.cellCount, 2);
  });

  it('are mended in their metadata, and only there', async () => {
    const tables = [{ code: 'import pandas as pd' }, { code: 'a = pd.DataFrame()\nprint(a)\na.plot()\nprint(a)' }];
    const notebook = await openNotebook(tables, { accelerator: 'GPU', colab: { gpuType: 'T4', toc_visible: true } });
    await vscode.window.showNotebookDocument(notebook);
    const document = cell(notebook, 0);
    const [problem] = problems(document.uri);
    assert.ok(problem);
    const before = notebook.metadata as { readonly metadata: Readonly<Record<string, unknown>> };
    const { accelerator, ...rest } = before.metadata;
    assert.equal(accelerator, 'GPU');
    const fix = (await actionsAt(document.uri, problem.range)).find(({ edit }) => edit !== undefined);
    assert.ok(fix?.edit && fix.isPreferred);
    // What the command above hands back has lost its metadata edit: extensions get text and file edits only.
    await vscode.commands.executeCommand('carbonHints.fixAll');
    await rulesBecome(document, []);
    assert.deepEqual(notebook.metadata, { ...before, metadata: { ...rest, colab: { toc_visible: true } } });
    assert.equal(document.getText(), 'import pandas as pd');
    assert.ok(notebook.isDirty);
  });

  it('offer fix all by the notebook kind only', async () => {
    const notebook = await showNotebook([{ code: EVALUATION }]);
    const { uri } = cell(notebook, 0);
    assert.deepEqual(await sourceActions(uri, 'source.fixAll'), []);
    const [action] = await sourceActions(uri, 'notebook.source.fixAll');
    assert.equal(action?.kind?.value, 'notebook.source.fixAll.carbonHints');
  });

  it('leave no problems behind when they are closed', async () => {
    const file = fileWith(notebookJson([{ code: IMPORTS }, { code: SEARCH }]), 'explore.ipynb');
    // Opened as a person would: a notebook opened by `openNotebookDocument` stays open for minutes.
    await vscode.commands.executeCommand('vscode.openWith', file, 'jupyter-notebook');
    const notebook = await eventually('the notebook', () =>
      vscode.workspace.notebookDocuments.find((one) => one.uri.toString() === file.toString()),
    );
    const { uri } = cell(notebook, 1);
    await rulesBecome(cell(notebook, 1), ['exhaustive-grid-search']);
    await closeEverything();
    await eventually('the problem to go', () => (problems(uri).length === 0 ? true : undefined));
  });
});
