/** Facts of a run that its code does not determine, from what the cells of its notebook printed. */
import assert from 'node:assert/strict';
import { facts as documentFacts, composeSource } from '../../../src/core/engine/compose';
import type { CellSource } from '../../../src/core/engine-types';
import type { Model } from '../../../src/core/model/model';
import { scaleOfProgram } from '../../../src/core/model/scale/of-runs';
import type { Workload } from '../../../src/core/model/workload';
import { printedText, type CellOutputs, type OutputForm } from '../../../src/core/text/notebook/outputs';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';

/** A cell that printed something, or whose last value is something. */
function ran(code: string, text: string, form: OutputForm = 'printed', more: Partial<CellOutputs> = {}): CellSource {
  const texts = text === '' ? [] : [{ form, text: printedText(text) }];
  return { kind: 'code', text: code, outputs: { texts, seconds: null, failed: false, ...more } };
}
const wrote = (code: string): CellSource => ({ kind: 'code', text: code });

function notebookOf(cells: readonly CellSource[]): Model {
  const composed = composeSource({ kind: 'notebook', cells, metadata: {} });
  return modelOf(composed.text, documentFacts(composed, { path: 'train.ipynb' }));
}

const workloadsOf = (...cells: readonly CellSource[]): readonly Workload[] => notebookOf(cells).workloads;
const sizeOf = (...cells: readonly CellSource[]): string => scaleOfProgram(notebookOf(cells)).size;

/** `samples 548 (cell 2: (548, 3))` for each observed fact of the only workload. */
function observed(...cells: readonly CellSource[]): string[] {
  const [only, second] = workloadsOf(...cells);
  assert.ok(only && !second);
  return Object.entries(only).flatMap(([name, fact]: [string, unknown]) => {
    if (typeof fact !== 'object' || fact === null || !('certainty' in fact) || fact.certainty !== 'observed') return [];
    const { value, note } = fact as unknown as { value: number | string; note: string };
    return [`${name} ${value} (${note.replace('stored output of ', '')})`];
  });
}

const SVC = 'from sklearn.svm import SVC\nimport pandas as pd\ndf = pd.read_csv("claims.csv")';
const FIT = 'SVC().fit(df.drop("y", axis=1), df["y"])';

const KERAS = `import keras
import numpy as np
model = keras.Sequential([keras.layers.Dense(8), keras.layers.Dense(1)])
model.compile("adam", "mse")
x, y = np.load("x.npy"), np.load("y.npy")`;
const EPOCHS = (last: number, planned: number): string =>
  Array.from({ length: last }, (_, at) => `Epoch ${at + 1}/${planned}\n9/9 [=====] - 3s 2ms/step - loss: 1.0\n`).join(
    '',
  );

const TORCH = `import torch
from tqdm import tqdm
net = torch.nn.Linear(8, 1)
opt = torch.optim.SGD(net.parameters(), lr=0.1)
loader = torch.utils.data.DataLoader(data, batch_size=32)
def train(epochs):
    for epoch in range(epochs):
        for x, y in tqdm(loader):
            opt.zero_grad()
            loss = torch.nn.functional.mse_loss(net(x), y)
            loss.backward()
            opt.step()`;

describe('rows that a notebook shows', () => {
  before(loadParser);

  it('are those of the table that reaches the fit', () => {
    assert.deepEqual(observed(wrote(SVC), ran('df.shape', '(548, 3)', 'value'), wrote(FIT)), [
      'samples 548 (cell 2: (548, 3))',
    ]);
    const info = "<class 'pandas.DataFrame'>\nRangeIndex: 548 entries, 0 to 547\n";
    assert.deepEqual(observed(ran(`${SVC}\ndf.info()`, info), wrote(FIT)), [
      'samples 548 (cell 1: RangeIndex: 548 entries, 0 to 547)',
    ]);
    assert.deepEqual(observed(wrote(SVC), ran('print(df.shape)', '(548, 3)\n'), wrote(FIT)), [
      'samples 548 (cell 2: (548, 3))',
    ]);
    assert.deepEqual(observed(wrote(SVC), ran('df', '   a\n0  1\n\n[548 rows x 3 columns]', 'value'), wrote(FIT)), [
      'samples 548 (cell 2: [548 rows x 3 columns])',
    ]);
  });

  it('may stand behind a label', () => {
    const shown = ran(
      'print("Rows, columns:", df.shape)\nprint("Target:", y.shape)',
      'Rows, columns: (548, 3)\nTarget: (9,)\n',
    );
    assert.deepEqual(observed(wrote(SVC), shown, wrote(FIT)), ['samples 548 (cell 2: Rows, columns: (548, 3))']);
    const twice = ran('for df in tables:\n    pass\nprint("Size:", df.shape)', 'Size: (1, 1)\nSize: (548, 3)\n');
    assert.deepEqual(observed(wrote(SVC), twice, wrote(FIT)), []);
    const other = ran('print("Rows:", df.shape)', 'Rows of the table: (548, 3)\n');
    assert.deepEqual(observed(wrote(SVC), other, wrote(FIT)), []);
  });

  it('go on through a split', () => {
    const split = 'from sklearn.model_selection import train_test_split\na, b = train_test_split(df, test_size=0.5)';
    assert.deepEqual(observed(wrote(SVC), ran('df.shape', '(548, 3)', 'value'), wrote(`${split}\nSVC().fit(a, a.y)`)), [
      'samples 274 (cell 2: (548, 3))',
    ]);
  });

  it('go on through what cleans and encodes them', () => {
    const clean = `from sklearn.impute import SimpleImputer
df = df.dropna().drop_duplicates()
df = pd.get_dummies(df)
X = pd.DataFrame(SimpleImputer().fit_transform(df.drop(columns="y")))
SVC().fit(X, df.y)`;
    const info = "<class 'pandas.DataFrame'>\nRangeIndex: 548 entries, 0 to 547\n";
    assert.deepEqual(observed(wrote(SVC), ran('df.info()', info), wrote(clean)), [
      'samples 548 (cell 2: RangeIndex: 548 entries, 0 to 547)',
    ]);
  });

  it('are not those of another table, of a head, or of the name before it got its value', () => {
    assert.deepEqual(
      observed(wrote(`${SVC}\nother = pd.read_csv("b.csv")`), ran('other.shape', '(548, 3)', 'value'), wrote(FIT)),
      [],
    );
    assert.deepEqual(
      observed(wrote(SVC), ran('df.head()', '   a\n0  1\n\n[5 rows x 40 columns]', 'value'), wrote(FIT)),
      [],
    );
    assert.deepEqual(
      observed(wrote(SVC), ran('df.shape', '(548, 3)', 'value'), wrote(`df = pd.read_csv("b.csv")\n${FIT}`)),
      [],
    );
    assert.deepEqual(observed(wrote(SVC), ran('print(df.shape)\nprint(names.shape)', '(548, 3)\n'), wrote(FIT)), []);
  });

  it('count less than what the code says', () => {
    const text =
      'from sklearn.svm import SVC\nfrom sklearn.datasets import load_iris\nX, y = load_iris(return_X_y=True)';
    assert.deepEqual(observed(wrote(text), ran('X.shape', '(548, 3)', 'value'), wrote('SVC().fit(X, y)')), []);
  });
});

describe('a run that a notebook shows', () => {
  before(loadParser);

  it('has the epochs that its code does not say, and seconds', () => {
    const fit = ran('model.fit(x, y, epochs=settings.epochs)', `Train on 800 samples\n${EPOCHS(2, 2)}`);
    assert.deepEqual(observed(wrote(KERAS), fit), [
      'samples 800 (cell 2: Train on 800 samples)',
      'epochs 2 (cell 2: Epoch 2/2)',
      'observedSeconds 6 (cell 2: Epoch 2/2)',
    ]);
  });

  it('keeps the epochs of its code', () => {
    assert.deepEqual(observed(wrote(KERAS), ran('model.fit(x, y, epochs=5)', EPOCHS(2, 2))), [
      'observedSeconds 6 (cell 2: Epoch 2/2)',
      'observedSteps 18 (cell 2: Epoch 2/2)',
    ]);
  });

  it('has no seconds when it failed or was saved on the way', () => {
    assert.deepEqual(
      observed(wrote(KERAS), ran('model.fit(x, y, epochs=2)', EPOCHS(2, 2), 'printed', { failed: true })),
      [],
    );
    assert.deepEqual(observed(wrote(KERAS), ran('model.fit(x, y, epochs=9)', EPOCHS(2, 9))), []);
  });

  it('has the parameters of its summary', () => {
    const summary = ran('model.summary()', 'Total params: 1,234\nTrainable params: 1,234\n');
    assert.deepEqual(observed(wrote(KERAS), summary, wrote('model.fit(x, y, epochs=5)')), [
      'parameters 1234 (cell 2: Total params: 1,234)',
    ]);
  });

  it('has the weights of the table of Lightning, also where two loggers print it, and is as small as they are', () => {
    const code = `from lightning import Trainer
from forecasts import Forecaster
trainer = Trainer(max_epochs=5, accelerator="gpu")
trainer.fit(Forecaster(hidden_size=64), data)`;
    const table = '137 K     Trainable params\n137 K     Total params\n';
    assert.deepEqual(observed(ran(code, table + table)), ['parameters 137000 (cell 1: 137 K Total params)']);
    assert.deepEqual(observed(ran(code, `${table}12 K     Total params\n`)), []);
    assert.equal(sizeOf(ran(code, table)), 'short');
    assert.equal(sizeOf(ran(code, '')), 'unknown');
  });

  it('is timed where its function is called', () => {
    const bar = '100%|██████████| 339/339 [00:12<00:00, 27.1it/s]\n';
    assert.deepEqual(observed(wrote(TORCH), ran('train(2)', bar + bar)), [
      'observedSeconds 24 (cell 2: 100%|██████████| 339/339 [00:12<00:00, 27.1it/s])',
    ]);
  });

  it('is timed by its own call where several start the loop', () => {
    const runs = workloadsOf(wrote(TORCH), ran('train(2)', '', 'printed', { seconds: 30 }), ran('train(9)', ''));
    assert.deepEqual(
      runs.map(({ epochs, observedSeconds }) => [epochs?.value, observedSeconds?.value ?? null]),
      [
        [2, 30],
        [9, null],
      ],
    );
  });

  it('is not timed by its cell where it may not have run', () => {
    const cell = (code: string): CellSource => ran(code, 'Wall time: 3 s\n');
    assert.deepEqual(observed(wrote(KERAS), cell('if retrain:\n    model.fit(x, y, epochs=5)')), []);
    assert.deepEqual(observed(wrote(KERAS), cell('model.fit(x, y, epochs=5)')), [
      'observedSeconds 3 (cell 2: Wall time: 3 s)',
    ]);
  });

  it('says itself how many rows it has', () => {
    const shape = ran('x.shape', '(900, 3)', 'value');
    const fit = ran(
      'model.fit(x, y, epochs=5, validation_split=0.1)',
      'Train on 810 samples, validate on 90 samples\n',
    );
    assert.deepEqual(observed(wrote(KERAS), shape, fit), [
      'samples 810 (cell 3: Train on 810 samples, validate on 90 samples)',
    ]);
  });

  it('is not timed by another bar of its cell', () => {
    const loop = TORCH.replace('tqdm(loader)', 'loader');
    assert.deepEqual(observed(wrote(loop), ran('train(2)', '100%|██████████| 9/9 [00:12<00:00, 27.1it/s]\n')), []);
  });

  it('shares the time of its cell with other runs, and nothing else', () => {
    const cell = ran('model.fit(x, y, epochs=n)\nmodel.fit(x, y, epochs=m)', EPOCHS(2, 2) + EPOCHS(1, 1));
    const found = workloadsOf(wrote(KERAS), cell);
    assert.deepEqual(
      found.map(({ epochs, observedSeconds }) => [epochs, observedSeconds?.value]),
      [
        [null, 9],
        [null, 9],
      ],
    );
  });

  it('that searches has the time of its fits where they are shown', () => {
    const search = `${SVC}
from sklearn.model_selection import GridSearchCV
search = GridSearchCV(SVC(), {"C": [1, 10]}, cv=5)
search.fit(df, df.y)`;
    const results = ran('search.cv_results_', "{'mean_fit_time': array([2.0, 1.0]), 'params': []}", 'value');
    assert.deepEqual(observed(wrote(search), results), ['observedSeconds 15 (cell 2: mean_fit_time)']);
    assert.deepEqual(observed(wrote(search), { ...results, text: 'other.cv_results_' }), []);
  });

  it('names the GPU of its notebook', () => {
    const smi = ran('!nvidia-smi -L', 'GPU 0: Tesla T4 (UUID: GPU-1)\n');
    assert.deepEqual(observed(smi, wrote(KERAS), wrote('model.fit(x, y, epochs=5)')), [
      'observedAccelerator Tesla T4 (cell 1: nvidia-smi)',
    ]);
  });
});
