/** `carbon-hints estimate --history`: which measured runs count, and what is said of files and lines that cannot be read. */
import assert from 'node:assert/strict';
import { historyFile } from '../../../src/host/state';
import { carbonHints } from './cli';
import { temporaryFolder, type Folder } from './folder';

const SCRIPT = `
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments
from datasets import load_dataset

model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
args = TrainingArguments(output_dir="out/bert", num_train_epochs=3, per_device_train_batch_size=32)
trainer = Trainer(model=model, args=args, train_dataset=load_dataset("glue", "mnli")["train"])
trainer.train()
`;
const WORKLOAD = {
  kind: 'train',
  framework: 'huggingface',
  model: 'bert-base-uncased',
  dataset: 'glue/mnli',
  epochs: 3,
  batchSize: 32,
};
const LINE = {
  schema: 1,
  at: '2026-08-24T10:00:00Z',
  script: 'train.py',
  machine: 'V100',
  hours: 9,
  workload: WORKLOAD,
  exit: 0,
};

interface Document {
  readonly workloads: readonly { readonly confidence: string; readonly time: { readonly typical: number } }[];
}

describe('carbon-hints estimate --history', () => {
  let folder: Folder;
  beforeEach(() => (folder = temporaryFolder({ 'train.py': SCRIPT })));
  afterEach(() => folder.remove());

  const estimate = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
    carbonHints(['estimate', 'train.py', '--hardware', 'V100', '--region', 'FRA', ...args], { cwd: folder.path, env });
  const first = (out: string) => (JSON.parse(out) as Document).workloads[0];

  it('counts in a run of the same script', async () => {
    folder.write('runs.jsonl', JSON.stringify(LINE));
    const { code, out } = await estimate(['--history', 'runs.jsonl']);
    assert.equal(code, 0);
    assert.match(out, /rests on class priors, corrected by measured runs/);
    assert.match(out, /measured runs: x [\d.]+: 1 measured run, 2026-08-24, 1 of this script \(calibrated: history/);
  });

  it('reads the history of this user, unless told not to', async () => {
    const history = folder.write('state/history.jsonl', JSON.stringify(LINE));
    const env = { CARBON_HINTS_HISTORY: history };
    const json = ['--format', 'json'];
    assert.equal(first((await estimate(json, env)).out)?.confidence, 'calibrated');
    assert.equal(first((await estimate([...json, '--no-history'], env)).out)?.confidence, 'prior');
    assert.equal(first((await estimate(json)).out)?.confidence, 'prior');
  });

  it('reads several files of several kinds', async () => {
    folder.write('runs.jsonl', JSON.stringify(LINE));
    folder.write('out/bert/trainer_state.json', JSON.stringify({ log_history: [{ train_runtime: 30000, epoch: 3 }] }));
    const { out } = await estimate(['--history', 'runs.jsonl', '--history', 'out/bert/trainer_state.json']);
    assert.match(out, /2 measured runs/);
    assert.match(out, /trainer_state\.json \(by the name out\/bert\)/);
  });

  it('names lines that cannot be read, counts them, and goes on', async () => {
    folder.write('runs.jsonl', `nonsense\n${JSON.stringify(LINE)}\n{"schema": 9}\n`);
    const { code, out, err } = await estimate(['--history', 'runs.jsonl']);
    assert.equal(code, 0);
    assert.match(err, /runs\.jsonl:1: is not a JSON object\n/);
    assert.match(err, /runs\.jsonl:3: has schema 9; this version reads 1\n/);
    assert.match(err, /runs\.jsonl: 2 entries left out; 1 run read\n/);
    assert.match(out, /1 measured run/);
  });

  it('refuses a file that is not there, and a folder', async () => {
    const missing = await estimate(['--history', 'gone.jsonl']);
    assert.equal(missing.code, 2);
    assert.match(missing.err, /gone\.jsonl: no such file/);
    assert.match((await estimate(['--history', '.'])).err, /is a folder; name the file in it/);
  });

  it('compares with the measured runs counted in, for the machine they are of', async () => {
    folder.write('runs.jsonl', JSON.stringify(LINE));
    const { out } = await estimate(['--history', 'runs.jsonl', '--compare', '--format', 'json']);
    const plain = await estimate(['--history', 'runs.jsonl', '--format', 'json']);
    const [own] = (JSON.parse(out) as { workloads: { comparison: { hardware: { time: { typical: number } }[] } }[] })
      .workloads;
    assert.equal(own?.comparison.hardware[0]?.time.typical, first(plain.out)?.time.typical);
  });
});

describe('historyFile', () => {
  it('lies where each system keeps the state of programs', () => {
    assert.equal(historyFile({}, 'linux', '/home/me'), '/home/me/.local/state/carbon-hints/history.jsonl');
    assert.equal(historyFile({ XDG_STATE_HOME: '/s' }, 'linux', '/home/me'), '/s/carbon-hints/history.jsonl');
    assert.equal(
      historyFile({ XDG_STATE_HOME: '/s' }, 'darwin', '/Users/me'),
      '/Users/me/Library/Application Support/carbon-hints/history.jsonl',
    );
    const local = { LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local', APPDATA: 'C:\\Users\\me\\AppData\\Roaming' };
    const windows = 'C:\\Users\\me\\AppData\\Local\\carbon-hints\\history.jsonl';
    assert.equal(historyFile(local, 'win32', 'C:\\Users\\me'), windows);
    assert.equal(historyFile({}, 'win32', 'C:\\Users\\me'), windows);
  });

  it('is what the user says, where that is a whole path', () => {
    assert.equal(historyFile({ CARBON_HINTS_HISTORY: '/data/runs.jsonl' }, 'linux', '/home/me'), '/data/runs.jsonl');
    assert.match(historyFile({ CARBON_HINTS_HISTORY: 'runs.jsonl' }, 'linux', '/home/me'), /^\/home\/me/);
  });
});
