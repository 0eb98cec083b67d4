/** Training runs in a real editor: seen to start and end, kept in the history, and what estimates learn from them. */
import * as assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { closeEverything, eventually, EXTENSION_ID, extension, settled, show, withSettings } from './support';

interface Line {
  readonly id: string;
  readonly script: string;
  readonly startedBy: string;
  readonly hours: number;
  readonly energy: { readonly typical: number } | null;
  readonly workload: { readonly kind: string } | null;
  readonly estimate: object | null;
  readonly exit: number | null;
}

/** Trains for the seconds that the environment says, with a library that only waits. */
const SCRIPT = `from sklearn.datasets import load_digits
from sklearn.model_selection import GridSearchCV
from sklearn.svm import SVC

X, y = load_digits(return_X_y=True)
GridSearchCV(SVC(), {"C": [1, 10]}, cv=5).fit(X, y)
`;
const LIBRARY: Readonly<Record<string, string>> = {
  '__init__.py': '',
  'datasets.py': 'def load_digits(return_X_y=False): return [], []\n',
  'svm.py': 'class SVC: pass\n',
  'model_selection.py': `import os, time
class GridSearchCV:
    def __init__(self, *args, **options): pass
    def fit(self, X, y): time.sleep(float(os.environ["SECONDS_TO_TRAIN"]))
`,
};

function library(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'carbon-hints-library-'));
  fs.mkdirSync(path.join(folder, 'sklearn'));
  for (const [name, text] of Object.entries(LIBRARY)) fs.writeFileSync(path.join(folder, 'sklearn', name), text);
  return folder;
}

const history = (): string => {
  const file = process.env['CARBON_HINTS_HISTORY'];
  if (file === undefined) throw new Error('The test host has no history of its own.');
  return file;
};

function lines(): readonly Line[] {
  if (!fs.existsSync(history())) return [];
  const text = fs.readFileSync(history(), 'utf8');
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
}

function root(): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (folder === undefined) throw new Error('The test window has no folder.');
  return folder;
}

let written = 0;

/** In the workspace, since nothing beyond it is looked at. */
function scriptInWorkspace(text = SCRIPT): vscode.Uri {
  const file = path.join(root(), `trained_${(written += 1)}.py`);
  fs.writeFileSync(file, text);
  return vscode.Uri.file(file);
}

async function confidenceOf(uri: vscode.Uri): Promise<string | undefined> {
  return (await extension()).latest(uri)?.estimates[0]?.estimate?.confidence;
}

describe('the history of somebody else', () => {
  afterEach(closeEverything);

  it('is read as soon as it is there, and again when it grows', async () => {
    const uri = scriptInWorkspace();
    await show(uri);
    assert.equal(await confidenceOf(uri), 'prior');
    const workload = { kind: 'search', framework: 'sklearn', model: 'SVC', dataset: 'load_digits', fits: 10 };
    const machine = os.cpus()[0]?.model.trim();
    const line = {
      schema: 1,
      at: '2026-03-01T12:00:00Z',
      script: path.basename(uri.fsPath),
      machine,
      workload,
      exit: 0,
    };
    const learned = async (): Promise<number | undefined> => {
      await settled();
      const estimate = (await extension()).latest(uri)?.estimates[0]?.estimate;
      return estimate?.confidence === 'calibrated' ? estimate.time.typical : undefined;
    };
    fs.writeFileSync(history(), `${JSON.stringify({ ...line, id: 'a', hours: 1 })}\n`);
    const first = await eventually('the estimate to learn from the first run', learned);
    fs.appendFileSync(history(), `${JSON.stringify({ ...line, id: 'b', hours: 50 })}\n`);
    await eventually('the estimate to learn from the second', async () => {
      const second = await learned();
      return second !== undefined && second > 2 * first ? true : undefined;
    });
    fs.truncateSync(history(), 0);
  });
});

/** A server that npm installed without building anything may lack what starts terminals and tasks. */
function hasTerminals(): boolean {
  if (vscode.env.uiKind === vscode.UIKind.Desktop) return true;
  const pty = path.join(vscode.env.appRoot, 'node_modules', 'node-pty');
  return ['prebuilds', 'build'].some((folder) => fs.existsSync(path.join(pty, folder)));
}

const describeWith = hasTerminals() ? describe : (): void => undefined;

describeWith('training runs', function (this: Mocha.Suite) {
  this.timeout(60_000);
  const PYTHONPATH = library();
  const variables = (seconds: number): Record<string, string> => ({ PYTHONPATH, SECONDS_TO_TRAIN: String(seconds) });

  before(async () => {
    const api = await extension();
    await eventually('the meter', () => api.meter);
  });
  afterEach(closeEverything);
  after(() => fs.rmSync(PYTHONPATH, { recursive: true, force: true }));

  async function runTask(uri: vscode.Uri, seconds: number): Promise<void> {
    const options = { env: variables(seconds), cwd: root() };
    const execution = new vscode.ProcessExecution('python3', [path.basename(uri.fsPath)], options);
    const definition = { type: 'process', script: uri.fsPath };
    const task = new vscode.Task(definition, vscode.TaskScope.Workspace, 'train', 'test', execution);
    await vscode.tasks.executeTask(task);
  }

  const runOf = async (uri: vscode.Uri, word: 'begin' | 'end'): Promise<true> => {
    const api = await extension();
    const name = path.basename(uri.fsPath);
    return eventually(`the run of ${name} to ${word}`, () =>
      api.runs.some(({ script }) => script === name) === (word === 'begin') ? true : undefined,
    );
  };
  const lineOf = (uri: vscode.Uri): Promise<Line> =>
    eventually('the line in the history', () => lines().find(({ script }) => script === path.basename(uri.fsPath)));

  it('are seen when a task starts one, are measured, and make the estimate above the code calibrated', async () => {
    const uri = scriptInWorkspace();
    await show(uri);
    assert.equal(await confidenceOf(uri), 'prior');
    await runTask(uri, 6);
    await runOf(uri, 'begin');
    const api = await extension();
    assert.equal(api.runs[0]?.startedBy, 'task');
    await runOf(uri, 'end');
    const line = await lineOf(uri);
    assert.equal(line.startedBy, 'task');
    assert.equal(line.exit, 0);
    assert.equal(line.workload?.kind, 'search');
    assert.ok(line.estimate !== null);
    const seconds = line.hours * 3600;
    assert.ok(seconds >= 5.5 && seconds < 20, String(seconds));
    assert.ok((line.energy?.typical ?? 0) > 0);
    await eventually('the estimate to learn', async () => {
      await settled();
      return (await confidenceOf(uri)) === 'calibrated' ? true : undefined;
    });
  });

  it('are seen in a terminal, and leave its other commands alone', async () => {
    const uri = scriptInWorkspace();
    const terminal = vscode.window.createTerminal({ name: 'train', shellPath: '/bin/bash', env: variables(2) });
    try {
      terminal.show();
      const shell = await eventually('shell integration', () => terminal.shellIntegration);
      shell.executeCommand(`echo python3 ${path.basename(uri.fsPath)}`);
      shell.executeCommand(`A=1 python3 -u ${path.basename(uri.fsPath)} | cat`);
      const line = await lineOf(uri);
      assert.equal(line.startedBy, 'terminal');
      assert.equal(line.exit, 0);
      // Too short for the sensors.
      assert.equal(line.energy, null);
    } finally {
      terminal.dispose();
    }
  });

  it('are none where the script trains nothing, and none where that is switched off', async () => {
    const plain = scriptInWorkspace('print("no training here")\n');
    const trained = scriptInWorkspace();
    await runTask(plain, 0);
    await withSettings({ 'runs.record': false }, async () => {
      await runTask(trained, 0);
      await new Promise((resolve) => setTimeout(resolve, 1500));
    });
    const seen = scriptInWorkspace();
    await runTask(seen, 1);
    await lineOf(seen);
    const names = lines().map(({ script }) => script);
    assert.ok(!names.includes(path.basename(plain.fsPath)));
    assert.ok(!names.includes(path.basename(trained.fsPath)));
  });

  it('that failed are kept with their exit code', async () => {
    const uri = scriptInWorkspace(`${SCRIPT}raise SystemExit(3)\n`);
    await runTask(uri, 1);
    assert.equal((await lineOf(uri)).exit, 3);
  });
});

describe('a training run in a notebook', function () {
  this.timeout(60_000);
  const controller = vscode.notebooks.createNotebookController('carbon-hints-test', 'jupyter-notebook', 'Test');
  after(() => controller.dispose());
  afterEach(closeEverything);

  it('lasts as long as the cell that trains', async () => {
    const api = await extension();
    await eventually('the meter', () => api.meter);
    const file = path.join(root(), 'trained.ipynb');
    const cells = ['import sklearn', SCRIPT].map((source) => ({
      cell_type: 'code',
      source,
      metadata: {},
      outputs: [],
    }));
    fs.writeFileSync(file, JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(file));
    controller.updateNotebookAffinity(notebook, vscode.NotebookControllerAffinity.Preferred);
    await vscode.window.showNotebookDocument(notebook);
    const isSelected = new Promise<void>((resolve) => {
      controller.onDidChangeSelectedNotebooks(({ selected }) => selected && resolve());
    });
    await vscode.commands.executeCommand('notebook.selectKernel', { id: controller.id, extension: EXTENSION_ID });
    await isSelected;
    await api.analyse(notebook.uri);
    const run = async (index: number, order: number): Promise<vscode.NotebookCellExecution> => {
      const execution = controller.createNotebookCellExecution(notebook.cellAt(index));
      execution.executionOrder = order;
      execution.start(Date.now());
      await new Promise((resolve) => setTimeout(resolve, 300));
      return execution;
    };
    (await run(0, 1)).end(true, Date.now());
    const training = await run(1, 2);
    await eventually('the run to begin', () => api.runs.find(({ startedBy }) => startedBy === 'notebook'));
    training.end(true, Date.now());
    const line = await eventually('the line', () => lines().find(({ script }) => script === 'trained.ipynb'));
    assert.equal(line.startedBy, 'notebook');
    assert.equal(line.exit, 0);
    assert.equal(line.workload?.kind, 'search');
    assert.equal(lines().filter(({ script }) => script === 'trained.ipynb').length, 1);
  });
});

describe('the history', () => {
  afterEach(closeEverything);

  it('can be exported and imported', async () => {
    const earlier = new Set(vscode.workspace.textDocuments);
    await vscode.commands.executeCommand('carbonHints.exportHistory', 'csv');
    const shown = await eventually('the export', () => {
      const document = vscode.window.activeTextEditor?.document;
      return document?.isUntitled && !earlier.has(document) ? document : undefined;
    });
    assert.match(shown.getText(), /^timestamp,project_name,run_id,.*\n.*,train/);
    const count = lines().length;
    const file = path.join(root(), 'emissions.csv');
    const head = 'timestamp,project_name,run_id,duration,energy_consumed,cpu_model,gpu_model,gpu_energy';
    fs.writeFileSync(file, `${head}\n2026-02-01T10:00:00,bert,imported,3600,1.2,AMD EPYC,,\n`);
    await vscode.commands.executeCommand('carbonHints.importHistory', file);
    await vscode.commands.executeCommand('carbonHints.importHistory', file);
    assert.equal(lines().length, count + 1);
  });
});
