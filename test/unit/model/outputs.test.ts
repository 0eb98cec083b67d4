/** What each library's own lines say of a run, in the exact form in which it prints them. */
import assert from 'node:assert/strict';
import { observationsIn } from '../../../src/core/model/outputs/read';
import { pageText, printedText, type OutputForm } from '../../../src/core/text/notebook/outputs';

/** "keras epochs 3" for each thing that is read. */
function read(text: string, form: OutputForm = 'printed'): string[] {
  const outputs = { texts: [{ form, text: printedText(text) }], seconds: null, failed: false };
  return observationsIn(outputs).map(({ by, kind, value }) =>
    [by, kind, typeof value === 'number' ? Number(value.toFixed(3)) : value].join(' '),
  );
}

const keras3 = (epoch: string, states: string[]): string =>
  `${epoch}\n${states.map((state) => `\r${state}`).join('')}\n`;
const bar3 = (done: string, rest: string): string =>
  `\u001b[1m${done}\u001b[0m \u001b[32m━━━━━━━━━━━━━━━━━━━━\u001b[0m\u001b[37m\u001b[0m \u001b[1m${rest}`;

describe('output of Keras', () => {
  it('of release 3 has epochs, steps and seconds', () => {
    const text =
      keras3('Epoch 1/2', [
        bar3(' 1/19', '2s\u001b[0m 136ms/step - loss: 0.3'),
        bar3('19/19', '1s\u001b[0m 3ms/step - loss: 0.2'),
      ]) + keras3('Epoch 2/2', [bar3('19/19', '0s\u001b[0m 4ms/step - loss: 0.1 - val_loss: 0.2')]);
    assert.deepEqual(read(text), ['keras epochs 2', 'keras seconds 1.076', 'keras steps 38']);
  });

  it('of release 2 has epochs and seconds, and samples where it validates', () => {
    const text = `Train on 800 samples, validate on 200 samples
Epoch 1/2
800/800 [==============================] - 2s 3ms/step - loss: 0.52 - acc: 0.81 - val_loss: 0.4 - val_acc: 0.8
Epoch 2/2
800/800 [==============================] - 1s - loss: 0.42 - acc: 0.84 - val_loss: 0.3 - val_acc: 0.9
`;
    assert.deepEqual(read(text), ['keras rows 800', 'keras epochs 2', 'keras seconds 3.4']);
  });

  it('with verbose=2 has one line an epoch', () => {
    assert.deepEqual(
      read('Epoch 1/2\n25/25 - 0s - 40ms/step - loss: 0.1\nEpoch 2/2\n25/25 - 1s - 40ms/step - loss: 0.1\n'),
      ['keras epochs 2', 'keras seconds 2', 'keras steps 50'],
    );
    assert.deepEqual(read('Epoch 1/1\n - 12s - loss: 0.4 - val_loss: 0.3\n'), ['keras epochs 1', 'keras seconds 12']);
  });

  it('counts each fit of a cell by itself', () => {
    const fit = 'Epoch 1/1\n9/9 [=====] - 3s 2ms/step - loss: 1.0\n';
    const each = ['keras epochs 1', 'keras seconds 3', 'keras steps 9'];
    assert.deepEqual(read(fit + fit), [...each, ...each]);
  });

  it('takes the bars of older releases, which name their samples, for samples', () => {
    const text = 'Train on 900 samples\nEpoch 1/1\n900/900 [=====] - 3s 2ms/sample - loss: 1.0\n';
    assert.deepEqual(read(text), ['keras rows 900', 'keras epochs 1', 'keras seconds 3']);
  });

  it('has no seconds for an epoch that was cut short', () => {
    const text = 'Epoch 1/3\n9/9 [=====] - 3s 2ms/step - loss: 1.0\nEpoch 2/3\n4/9 [==>..] - ETA: 2s - loss: 0.9\n';
    assert.deepEqual(read(text), ['keras epochs 3']);
  });

  it('is not what a loop prints that counts its epochs in the same words', () => {
    assert.deepEqual(read('Epoch 1/30\n----------\ntrain Loss: 0.5 Acc: 0.8\n'), []);
    assert.deepEqual(read('25/25 [==============================] - 3s 4ms/step\n'), []);
  });

  it('counts the parameters of a summary', () => {
    assert.deepEqual(read('Total params: 1,234\nTrainable params: 1,200\nNon-trainable params: 34\n'), [
      'keras parameters 1234',
    ]);
    assert.deepEqual(read(' Total params: 49 (196.00 B)\n Trainable params: 49 (196.00 B)\n'), ['keras parameters 49']);
  });
});

describe('output of the Trainer of Hugging Face', () => {
  it('has its plan', () => {
    const text = `***** Running training *****
  Num examples = 13,748
  Num Epochs = 2
  Instantaneous batch size per device = 16
  Total optimization steps = 1,720
***** Running Evaluation *****
  Num examples = 500
  Batch size = 16
`;
    assert.deepEqual(read(text), ['huggingface rows 13748', 'huggingface epochs 2', 'huggingface steps 1720']);
  });

  it('has a progress table, and what train returns', () => {
    const page =
      pageText("<div><progress value='189' max='189'></progress>\n [189/189 01:02, Epoch 3/3]\n</div>") ?? '';
    assert.deepEqual(read(page, 'shown'), ['huggingface epochs 3', 'huggingface steps 189', 'huggingface seconds 62']);
    const returned =
      "TrainOutput(global_step=189, training_loss=0.35, metrics={'train_runtime': 62.1089, 'train_samples_per_second': 48.3})";
    assert.deepEqual(read(returned, 'value'), ['huggingface steps 189', 'huggingface seconds 62.109']);
  });

  it('says nothing of the time of a run that is not over', () => {
    const page =
      pageText("<progress value='9' max='189'></progress>[  9/189 00:05 &lt; 01:40, 1.80 it/s, Epoch 0.14/3]") ?? '';
    assert.deepEqual(read(page, 'shown'), []);
  });

  it('is drawn beside a picture by Unsloth', () => {
    assert.deepEqual(read('   \\\\   /|    Num examples = 3,000 | Num Epochs = 1 | Total steps = 60\n'), [
      'huggingface rows 3000',
      'huggingface epochs 1',
      'huggingface steps 60',
    ]);
  });

  it('counts all parameters under an adapter', () => {
    assert.deepEqual(read('trainable params: 4,096 || all params: 559,218,688 || trainable%: 0.0007\n'), [
      'peft parameters 559218688',
    ]);
  });
});

describe('progress bars', () => {
  it('of less than a second are timed by their rate', () => {
    assert.deepEqual(read('100%|██████████| 1/1 [00:00<00:00,  2.00it/s]\n'), ['tqdm seconds 0.5']);
  });

  it('of tqdm that are nested count once', () => {
    const inner = '100%|██████████| 339/339 [00:12<00:00, 27.1it/s]\n';
    assert.deepEqual(read(`${inner}${inner}100%|██████████| 2/2 [00:25<00:00, 12.6s/it]\n`), ['tqdm seconds 25']);
  });

  it('of downloads, of mapping and of what is not over do not count', () => {
    assert.deepEqual(read('Map: 100%|██████████| 3638/3638 [00:01<00:00, 2800.10 examples/s]\n'), []);
    assert.deepEqual(read('Map: 100%|██████████| 3638/3638 [00:01<00:00, 2800.10it/s]\n'), []);
    assert.deepEqual(read('model.safetensors: 100%|██████████| 268M/268M [00:03<00:00, 81.2MB/s]\n'), []);
    assert.deepEqual(read(' 33%|███▎      | 1/3 [00:01<00:02,  1.20s/it]\n'), []);
  });

  it('of Lightning are drawn once for all epochs', () => {
    const bar = '\rEpoch 8: 100%|██████████| 339/339 [00:12<00:00, 27.1it/s, v_num=0]';
    const last = '\rEpoch 9: 100%|██████████| 339/339 [00:12<00:00, 27.1it/s, v_num=0, train_loss=0.3]\n';
    assert.deepEqual(read(bar + last), ['lightning seconds 120', 'lightning steps 3390']);
  });

  it('of Lightning come below a table of layers', () => {
    assert.deepEqual(read('67.0 M    Trainable params\n0         Non-trainable params\n67.0 M    Total params\n'), [
      'lightning parameters 67000000',
    ]);
  });
});

describe('tables, arrays and data sets', () => {
  it('show their rows as the value of a cell', () => {
    assert.deepEqual(read('(548, 3)', 'value'), ['pandas rows 548']);
    assert.deepEqual(read('torch.Size([1000, 3, 32, 32])', 'value'), ['pandas rows 1000']);
    assert.deepEqual(read('     a  b\n0    1  2\n..  .. ..\n547  1  2\n\n[548 rows x 2 columns]', 'value'), [
      'pandas rows 548',
    ]);
    assert.deepEqual(read('(548, 3)'), []);
  });

  it('show them in info', () => {
    const info =
      "<class 'pandas.core.frame.DataFrame'>\nRangeIndex: 548 entries, 0 to 547\nData columns (total 2 columns):\n";
    assert.deepEqual(read(info), ['pandas rows 548']);
    assert.deepEqual(read("<class 'pandas.DataFrame'>\nIndex: 153 entries, 1 to 299\n"), ['pandas rows 153']);
  });

  it('of Hugging Face show the split to train on', () => {
    const split = (name: string, rows: number): string =>
      `    ${name}: Dataset({\n        features: ['text', 'label'],\n        num_rows: ${rows}\n    })\n`;
    assert.deepEqual(read(`DatasetDict({\n${split('test', 9)}${split('train', 25000)}})`, 'value'), [
      'datasets rows 25000',
    ]);
    assert.deepEqual(read("Dataset({\n    features: ['text'],\n    num_rows: 70\n})", 'value'), ['datasets rows 70']);
  });
});

describe('output of searches and of boosting', () => {
  it('has the fits and their time', () => {
    assert.deepEqual(read('Fitting 5 folds for each of 42 candidates, totalling 210 fits\n'), ['sklearn fits 210']);
    assert.deepEqual(read('[Parallel(n_jobs=1)]: Done 210 out of 210 | elapsed:  3.2min finished\n'), [
      'sklearn seconds 192',
    ]);
    assert.deepEqual(read('[Parallel(n_jobs=-1)]: Done  33 tasks      | elapsed:    6.8s\n'), []);
  });

  it('has the times of its fits', () => {
    const results =
      "{'mean_fit_time': array([0.5, 0.25]), 'std_fit_time': array([0., 0.]), 'mean_score_time': array([0.125, 0.125])";
    assert.deepEqual(read(`${results}, 'params': [{'C': 1}]}`, 'value'), ['sklearn fold seconds 1']);
    assert.deepEqual(read("{'mean_fit_time': array([0.5, 0.25, ..., 0.1])}", 'value'), []);
    const table =
      '   mean_fit_time  std_fit_time  ...  rank\n0       0.500000      0.000003  ...     1\n1       0.250000      0.000002  ...     1\n\n[2 rows x 11 columns]';
    assert.deepEqual(read(table, 'value'), ['pandas rows 2', 'sklearn fold seconds 0.75']);
    const validated =
      "{'fit_time': array([0.5, 0.5]), 'score_time': array([0.25, 0.25]), 'test_score': array([1., 1.])}";
    assert.deepEqual(read(validated, 'value'), ['sklearn seconds 1.5']);
  });

  it('has the last round', () => {
    assert.deepEqual(
      read(
        '[0]\tvalidation_0-logloss:0.44285\n[10]\tvalidation_0-logloss:0.02209\n[11]\tvalidation_0-logloss:0.01752\n',
      ),
      ['xgboost rounds 12'],
    );
    const best = "[20]\tvalid_0's binary_logloss: 0.0677303\n";
    assert.deepEqual(
      read(`[15]\tvalid_0's binary_logloss: 0.1\n${best}Did not meet early stopping. Best iteration is:\n${best}`),
      ['lightgbm rounds 20'],
    );
    const catboost =
      '0:\tlearn: 0.58\ttest: 0.58\tbest: 0.58 (0)\ttotal: 59ms\tremaining: 649ms\n11:\tlearn: 0.16\ttest: 0.16\tbest: 0.16 (11)\ttotal: 1m 6s\tremaining: 0us\n';
    assert.deepEqual(read(catboost), ['catboost rounds 12', 'catboost seconds 66']);
  });

  it('is not any list of numbered lines', () => {
    assert.deepEqual(read('[1] X00016469670.jpg:\n[2] other: 3\n12: learn more\n'), []);
  });
});

describe('time and place of a cell', () => {
  it('is what %%time prints', () => {
    assert.deepEqual(read('CPU times: user 37.6 ms, sys: 498 ms, total: 536 ms\nWall time: 1h 2min 3s\n'), [
      'ipython seconds 3723',
    ]);
    assert.deepEqual(read('Wall time: 24.6 s\n'), ['ipython seconds 24.6']);
    assert.deepEqual(read('Wall time: unknown\n'), []);
  });

  it('names the GPU', () => {
    const row = (name: string): string => `|   0  ${name}  Off  | 00000000:00:04.0 Off |                    0 |\n`;
    assert.deepEqual(read(row('Tesla T4          ')), ['nvidia-smi accelerator Tesla T4']);
    assert.deepEqual(read(row('Tesla P100-PCIE...')), ['nvidia-smi accelerator Tesla P100-PCIE']);
    assert.deepEqual(read(row('GeForce RTX 208...')), []);
    assert.deepEqual(read('GPU 0: NVIDIA A100-SXM4-40GB (UUID: GPU-1)\n'), [
      'nvidia-smi accelerator NVIDIA A100-SXM4-40GB',
    ]);
  });
});
