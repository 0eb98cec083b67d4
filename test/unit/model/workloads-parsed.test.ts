/** Workload facts of Trainers whose arguments are parsed, inherited or left out, and of numbers that are meant for each device. */
import assert from 'node:assert/strict';
import { modelIn } from '../../support/imports';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workloads';

const HEAD = `from transformers import AutoModelForCausalLM, HfArgumentParser, Trainer, TrainingArguments
model = AutoModelForCausalLM.from_pretrained("gpt2")
`;
const PARSED = (classes: string, targets: string, how = 'parse_args_into_dataclasses()'): string => `${HEAD}
parser = HfArgumentParser((${classes}))
${targets} = parser.${how}
trainer = Trainer(model=model, args=args, train_dataset=rows)
trainer.train()`;
const LENGTH = ['epochs', 'batchSize'] as const;
const DEFAULTS = { epochs: '3?', batchSize: '8?' };

describe('workload of a Trainer with parsed arguments', () => {
  before(loadParser);

  it('has the defaults of the library, which the command line may change', () => {
    const text = PARSED('TrainingArguments,', '(args,)');
    assert.deepEqual(facts(text, ...LENGTH, 'model'), { ...DEFAULTS, model: 'gpt2' });
    assert.equal(modelOf(text).workloads[0]?.epochs?.note, '--num_train_epochs');
  });

  it('has the fields of a class that derives from the arguments', () => {
    const mine =
      'from dataclasses import dataclass\n@dataclass\nclass Mine(TrainingArguments):\n  num_train_epochs: float = 5.0\n';
    const text = PARSED('Data, Mine', 'data, args').replace('parser =', `${mine}parser =`);
    assert.deepEqual(facts(text, ...LENGTH), { epochs: '5?', batchSize: '8?' });
  });

  it('has what the code sets after it was parsed', () => {
    const text = PARSED('TrainingArguments,', '(args,)').replace('trainer =', 'args.num_train_epochs = 7\ntrainer =');
    assert.deepEqual(facts(text, ...LENGTH), { epochs: 7, batchSize: '8?' });
  });

  it('is found where a file is parsed', () => {
    assert.deepEqual(facts(PARSED('TrainingArguments,', 'args,', 'parse_json_file("a.json")'), ...LENGTH), DEFAULTS);
  });

  it('is unknown for a class that nobody has read', () => {
    const text = PARSED('Other,', '(args,)').replace('parser =', 'from elsewhere import Other\nparser =');
    assert.deepEqual(facts(text, ...LENGTH), { epochs: null, batchSize: null });
  });

  it('leaves Trainers alone that only evaluate, or get what other code makes', () => {
    const text = PARSED('TrainingArguments,', '(args,)').replace('trainer.train()', 'trainer.evaluate()');
    assert.deepEqual(modelOf(text).workloads, []);
    const handed = `${HEAD}def run(args):\n  trainer = Trainer(model, args)\n  trainer.train()`;
    assert.deepEqual(modelOf(handed).workloads, []);
  });

  it('is found for a Trainer of another file, and has what the arguments there derive from', () => {
    const files = {
      'mine.py': `from transformers import Trainer, TrainingArguments
class Arguments(TrainingArguments):
  per_device_train_batch_size: int = 2
class CopiedTrainer:
  pass`,
    };
    const text = PARSED('Arguments,', '(args,)')
      .replace('parser =', 'from mine import Arguments, CopiedTrainer\nparser =')
      .replace('Trainer(model', 'CopiedTrainer(model');
    const [run] = modelIn(files, text).workloads;
    assert.deepEqual([run?.epochs?.value, run?.batchSize?.value], [3, 2]);
  });

  it('has the value of every line that launches it', () => {
    const surroundings = [{ path: 'run.sh', text: 'python train.py --num_train_epochs 10' }];
    const [run] = modelOf(PARSED('TrainingArguments,', '(args,)'), { path: 'train.py', surroundings }).workloads;
    assert.deepEqual([run?.epochs?.value, run?.epochs?.certainty, run?.batchSize?.value], [10, 'default', 8]);
  });
});

describe('workload of a Trainer without arguments', () => {
  before(loadParser);

  it('has the defaults of the library', () => {
    assert.deepEqual(facts(`${HEAD}Trainer(model=model, train_dataset=rows).train()`, ...LENGTH), DEFAULTS);
  });

  it('is unknown where a dictionary may hold them', () => {
    assert.deepEqual(modelOf(`${HEAD}Trainer(model=model, **given).train()`).workloads, []);
  });

  it('has no default where a dictionary may hold the option', () => {
    const text = `${HEAD}Trainer(model=model, args=TrainingArguments("out", **given)).train()`;
    assert.deepEqual(facts(text, ...LENGTH), { epochs: null, batchSize: null });
  });
});

describe('a batch that is written for each device', () => {
  before(loadParser);

  const LOOP = (batch: string): string => `import argparse, torch
from torch.utils.data import DataLoader
p = argparse.ArgumentParser()
p.add_argument("--per_gpu_batch", type=int, default=12)
args = p.parse_args()
args.n_gpu = torch.cuda.device_count()
args.batch = ${batch}
net = torch.nn.Linear(8, 2)
loader = DataLoader(rows, batch_size=args.batch)
for epoch in range(3):
  for x, y in loader:
    loss = torch.nn.functional.cross_entropy(net(x), y)
    loss.backward()
    opt.step()`;

  it('is the number for one', () => {
    const text = LOOP('args.per_gpu_batch * max(1, args.n_gpu)');
    assert.deepEqual(facts(text, 'batchSize'), { batchSize: '12?' });
    assert.equal(modelOf(text).workloads[0]?.batchSize?.note, '--per_gpu_batch, for each device');
  });

  it('may be overridden even where the number is fixed', () => {
    assert.deepEqual(facts(LOOP('torch.cuda.device_count() * 16'), 'batchSize'), { batchSize: '16?' });
  });

  it('is unknown times anything else', () => {
    assert.deepEqual(facts(LOOP('args.per_gpu_batch * scale'), 'batchSize'), { batchSize: null });
    assert.deepEqual(facts(LOOP('args.n_gpu * max(1, args.n_gpu)'), 'batchSize'), { batchSize: null });
  });

  it('is the product where the count is known', () => {
    assert.deepEqual(facts(LOOP('args.per_gpu_batch * 4'), 'batchSize'), { batchSize: '48?' });
  });
});

describe('a Lightning trainer that takes its arguments from the command line', () => {
  before(loadParser);

  const run = (before: string, after = '', more = ''): unknown =>
    facts(
      `import argparse
from pytorch_lightning import Trainer
parser = argparse.ArgumentParser()
${before}
args = parser.parse_args()
${after}
Trainer.from_argparse_args(args${more}).fit(net)`,
      'epochs',
      'devices',
    );
  const ADDED = 'parser = Trainer.add_argparse_args(parser)\n';
  const has = (why: string, expected: unknown, ...given: Parameters<typeof run>): void =>
    void it(why, () => assert.deepEqual(run(...given), { devices: null, ...(expected as object) }));

  has('has the defaults that are set', { epochs: '70?' }, `${ADDED}parser.set_defaults(max_epochs=70)`);
  has(
    'has those of its options',
    { epochs: '5?', devices: '2?' },
    'parser.add_argument("--max_epochs", default=5)\nparser.add_argument("--devices", default=2)',
  );
  has(
    'has what is written on them',
    { epochs: '50?' },
    'parser.add_argument("--n", default=50)',
    'args.max_epochs = args.n',
  );
  has('has what the call gives', { epochs: '8?' }, `${ADDED}parser.set_defaults(max_epochs=70)`, '', ', max_epochs=8');
  has('has the default of Lightning', { epochs: '1000?' }, ADDED);
  has('is open where the options are declared elsewhere', { epochs: null }, 'declare(parser)');
});
