/** What loops are for, and what sets trainings apart. */
import assert from 'node:assert/strict';
import type { LoopRole, TrainingTrait } from '../../../src/core/model/loops';
import { modelOf, valueOf } from '../../support/model';
import { loadParser } from '../../support/program';

const STEP = 'loss = model(x).sum()\n    loss.backward()\n    optimizer.step()';

describe('a loop', () => {
  before(loadParser);

  /** The role of the first loop. */
  const is = (why: string, text: string, role: LoopRole): void =>
    void it(`${why} is ${role}`, () => {
      const model = modelOf(text);
      const [loop] = [...model.program.loops].sort((a, b) => a.start - b.start);
      assert.ok(loop);
      assert.equal(model.loopRole(loop), role);
    });

  is('over epochs', `import torch\nfor epoch in range(3):\n  for x in loader:\n    ${STEP}`, 'epoch');
  is('over batches', `import torch\nfor x in loader:\n    ${STEP}`, 'step');
  is('over validation data', 'import torch\nmodel.eval()\nfor x in val_loader:\n  model(x)', 'evaluation');
  is(
    'over the splits of a fold',
    'from sklearn.model_selection import KFold\nkf = KFold(5)\nfor a, b in kf.split(X):\n  m.fit(a)',
    'cross-validation',
  );
  is(
    'over counted splits',
    'from sklearn.model_selection import StratifiedKFold\nfor i, (a, b) in enumerate(StratifiedKFold(5).split(X, y)):\n  m.fit(a)',
    'cross-validation',
  );
  is('over folds', 'for fold in range(5):\n  train(fold)', 'cross-validation');
  is('over the parts of a text', 'for word in text.split(","):\n  print(word)', 'other');
  is('over a grid', 'import itertools\nfor a, b in itertools.product([1, 2], [3, 4]):\n  make(a, b).fit(X)', 'search');
  is('over learning rates', 'for lr in [0.1, 0.01]:\n  make(lr).fit(X)', 'search');
  is('over learning rates that trains nothing', 'for lr in [0.1, 0.01]:\n  print(lr)', 'other');
  is('that asks a person', 'while True:\n  text = input()\n  print(model(text))', 'serving');
  is(
    'that reads a camera',
    'import cv2\ncap = cv2.VideoCapture(0)\nwhile True:\n  ok, frame = cap.read()\n  model(frame)',
    'serving',
  );
  is('that reads a file', 'f = open("x")\nwhile True:\n  line = f.read()', 'other');
  is(
    'token by token',
    'import torch\nfor _ in range(9):\n  n = model(idx)\n  idx = torch.cat((idx, n), dim=1)',
    'generation',
  );
  is('over samples', 'import torch\nfor _ in range(9):\n  n = torch.multinomial(p, 1)', 'generation');
  is('over files', 'for path in paths:\n  print(path)', 'other');
});

describe('a training', () => {
  before(loadParser);

  const has = (why: string, text: string, traits: readonly TrainingTrait[]): void =>
    void it(why, () => assert.deepEqual(modelOf(text).trainingLoops[0]?.traits, traits));
  const loop = (body: string, head = ''): string => `import torch\n${head}for x in loader:\n    ${body}\n    ${STEP}`;

  has('of nothing special', loop('pass'), []);
  has('from a teacher', loop('t = teacher(x)'), ['distillation']);
  has('with teacher forcing', loop('use = teacher_forcing_ratio'), []);
  has('of preferences', loop('d = chosen_logps - rejected_logps'), ['preference']);
  has('of a style', loop('s = gram_matrix(x)'), ['style-transfer']);
  has('of adapters', loop('pass', 'from peft import get_peft_model\nmodel = get_peft_model(m, c)\n'), ['adapter']);
  has(
    'of the head only',
    loop(
      'pass',
      'for p in model.parameters():\n  p.requires_grad = False\noptimizer = torch.optim.Adam(model.fc.parameters())\n',
    ),
    ['linear-probe'],
  );
  has(
    'of a network with one part frozen',
    loop(
      'pass',
      'for p in a.parameters():\n  p.requires_grad = False\noptimizer = torch.optim.Adam(model.parameters())\n',
    ),
    [],
  );
});

describe('an option', () => {
  before(loadParser);

  const worth = (why: string, text: string, expected: string): void =>
    void it(why, () => assert.equal(valueOf(text), expected));
  const CLASS = '@dataclass\nclass Args:\n  epochs: int = 5\n';

  worth('of tyro', `import tyro\n${CLASS}args = tyro.cli(Args)\nprobe(args.epochs)`, 'default 5 via --epochs');
  worth(
    'of HfArgumentParser',
    `from transformers import HfArgumentParser, TrainingArguments\n${CLASS}parser = HfArgumentParser((Args, TrainingArguments))\nargs, training = parser.parse_args_into_dataclasses()\nprobe(args.epochs)`,
    'default 5 via --epochs',
  );
  worth(
    'of HfArgumentParser with one class',
    `from transformers import HfArgumentParser\n${CLASS}parser = HfArgumentParser(Args)\n(args,) = parser.parse_args_into_dataclasses()\nprobe(args.epochs)`,
    'default 5 via --epochs',
  );
  worth(
    'of the second class',
    `from transformers import HfArgumentParser\n${CLASS}from dataclasses import field\n@dataclass\nclass Data:\n  n: int = field(default=7)\na, data = HfArgumentParser((Args, Data)).parse_args_into_dataclasses()\nprobe(data.n)`,
    'default 7 via --n',
  );
  worth(
    'of a class of the library',
    'from transformers import HfArgumentParser, TrainingArguments\n(args,) = HfArgumentParser(TrainingArguments).parse_args_into_dataclasses()\nprobe(args.num_train_epochs)',
    'default 3 via --num_train_epochs',
  );
  worth(
    'of click that is a flag',
    'import click\n@click.command()\n@click.option("--amp", is_flag=True)\ndef main(amp):\n  probe(amp)',
    'default false via --amp',
  );
  worth(
    'of absl',
    'from absl import flags\nflags.DEFINE_integer("n", 3, "")\nFLAGS = flags.FLAGS\nprobe(FLAGS.n)',
    'default 3 via --n',
  );
  worth('that torch makes a device', 'import torch\nd = torch.device("cuda")\nprobe(d)', 'known "cuda"');
  worth('that torch makes a device of an index', 'import torch\nprobe(torch.device(1))', 'known "cuda:1"');
});

describe('a name in a pattern', () => {
  before(loadParser);

  it('is not what it was before', () =>
    assert.equal(valueOf('a = 1\nmatch x:\n  case [a, b]:\n    probe(a)'), 'unknown'));
  it('may be what it was before, behind', () =>
    assert.equal(valueOf('a = 1\nmatch x:\n  case [a, b]:\n    pass\nprobe(a)'), 'unknown'));
  it('of a class is no name', () => assert.equal(valueOf('P = 1\nmatch x:\n  case P(y=0):\n    probe(P)'), 'known 1'));
  it('that is dotted is no name', () =>
    assert.equal(valueOf('c = 1\nmatch x:\n  case c.red:\n    probe(c)'), 'known 1'));
  it('that names the rest', () =>
    assert.equal(valueOf('r = 1\nmatch x:\n  case {"a": 0, **r}:\n    probe(r)'), 'unknown'));
  it('that names the whole', () =>
    assert.equal(valueOf('w = 1\nmatch x:\n  case [0] | [1] as w:\n    probe(w)'), 'unknown'));
});
