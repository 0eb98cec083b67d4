/** What an estimate says of a notebook that was run: the facts that its outputs give, and the time that stands beside. */
import { strict as assert } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { carbonHints } from '../unit/cli/cli';
import { temporaryFolder, type Folder } from '../unit/cli/folder';
import { assertGolden } from './golden';

const stream = (...text: readonly string[]): object => ({ output_type: 'stream', name: 'stdout', text });
const value = (text: string): object => ({ output_type: 'execute_result', data: { 'text/plain': text }, metadata: {} });
const code = (source: string, ...outputs: readonly object[]): object => ({
  cell_type: 'code',
  metadata: {},
  execution_count: 1,
  source,
  outputs,
});

const NOTEBOOK = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    { cell_type: 'markdown', metadata: {}, source: '# Claims' },
    code('!nvidia-smi -L', stream('GPU 0: Tesla T4 (UUID: GPU-0e7c)\n')),
    code(
      'import keras\nimport pandas as pd\nfrom sklearn.svm import SVC\ndf = pd.read_csv("claims.csv")\ndf.shape',
      value('(1548, 12)'),
    ),
    code(
      'model = keras.Sequential([keras.layers.Dense(32), keras.layers.Dense(1)])\nmodel.compile("adam", "mse")\nmodel.summary()',
      stream('Model: "sequential"\n', 'Total params: 417 (1.63 KB)\n', 'Trainable params: 417 (1.63 KB)\n'),
    ),
    code(
      'history = model.fit(df.drop("paid", axis=1), df["paid"], epochs=options.epochs)',
      stream(
        'Epoch 1/2\n\r\u001b[1m 1/49\u001b[0m \u001b[32m━\u001b[0m\u001b[37m━━━━\u001b[0m \u001b[1m2s\u001b[0m 40ms/step - loss: 0.9',
        '\r\u001b[1m49/49\u001b[0m \u001b[32m━━━━━\u001b[0m\u001b[37m\u001b[0m \u001b[1m31s\u001b[0m 640ms/step - loss: 0.7\n',
        'Epoch 2/2\n\r\u001b[1m49/49\u001b[0m \u001b[32m━━━━━\u001b[0m\u001b[37m\u001b[0m \u001b[1m30s\u001b[0m 612ms/step - loss: 0.6\n',
      ),
    ),
    code('SVC().fit(df.drop("paid", axis=1), df["paid"])', value('SVC()')),
  ],
};

describe('a notebook with stored outputs', () => {
  let folder: Folder;
  before(() => (folder = temporaryFolder({ 'claims.ipynb': JSON.stringify(NOTEBOOK, null, 1) })));
  after(() => folder.remove());

  const estimate = (...args: readonly string[]) =>
    carbonHints(['estimate', 'claims.ipynb', '--hardware', 'T4', '--region', 'FRA', ...args], { cwd: folder.path });

  it('has them in the facts of its runs, and beside the estimate', async () => {
    assertGolden('outputs/estimate.txt', (await estimate()).out);
  });

  it('has them in the document, in the shape of the schema', async () => {
    const schema = JSON.parse(readFileSync(join(__dirname, '../../schemas/estimate.schema.json'), 'utf8')) as object;
    const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
    const document = JSON.parse((await estimate('--format', 'json')).out) as { workloads: { observed: unknown }[] };
    assert.ok(validate(document), JSON.stringify(validate.errors));
    assert.deepEqual(
      document.workloads.map(({ observed }) => observed),
      [{ seconds: 61.36, steps: 98, accelerator: 'Tesla T4', source: 'stored output of cell 5: Epoch 2/2' }, null],
    );
  });
});
