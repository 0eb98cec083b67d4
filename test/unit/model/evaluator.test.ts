/** What expressions are worth: known, a default that can be overridden, or unknown. */
import assert from 'node:assert/strict';
import { valueOf } from '../../support/model';
import { loadParser } from '../../support/program';

function worth(why: string, text: string, expected: string): void {
  it(why, () => assert.equal(valueOf(text), expected));
}

describe('values of literals', () => {
  before(loadParser);

  worth('numbers', 'probe(1_000)', 'known 1000');
  worth('strings', 'probe("a" "b")', 'known "ab"');
  worth('None', 'probe(None)', 'known None');
  worth('negatives', 'probe(-3)', 'known -3');
  worth('lists', 'probe([a, b])', 'known 2 items');
  worth('lists with another list in them', 'x = [1, 2]\nprobe([*x, 3])', 'known 3 items');
  worth('lists with something unknown in them', 'probe([*x, 3])', 'known ? items');
  worth('lists that have grown', 'x = [1, 2]\nx.append(y)\nprobe(x)', 'known ? items');
  worth('the length of a list that has grown', 'x = [1]\nx.extend(y)\nprobe(len(x))', 'unknown');
  worth('lists that grow later', 'x = [1, 2]\nprobe(x)\nx.append(y)', 'known 2 items');
  worth('lists in place of one that has grown', 'x = [1]\nx.append(y)\nx = [1, 2]\nprobe(x)', 'known 2 items');
  worth('dictionaries', 'probe({"a": 1, "b": x})', 'known {a, b}');
  worth('dictionaries in dictionaries', 'd = {"a": 1}\nprobe({**d, "b": 2})', 'known {a, b}');
  worth('dictionaries with unknown entries', 'probe({"a": 1, **d})', 'known {a, ...}');
  worth('dictionaries with computed keys', 'probe({key: 1})', 'known {, ...}');
  worth('comprehensions by their length', 'probe([x for x in range(4) for y in (1, 2)])', 'known 8 items');
  worth('comprehensions that filter', 'probe([x for x in range(4) if x])', 'known ? items');
});

describe('values of arithmetic', () => {
  before(loadParser);

  worth('sums and products', 'probe(2 + 3 * 4)', 'known 14');
  worth('floor division rounds down', 'probe(-7 // 2)', 'known -4');
  worth('the remainder has the sign of the divisor', 'probe(-7 % 3)', 'known 2');
  worth('powers', 'probe(2 ** 10)', 'known 1024');
  worth('division by zero is unknown', 'probe(1 / 0)', 'unknown');
  worth('lists added', 'probe([1] + [2, 3])', 'known 3 items');
  worth('lists repeated', 'probe([0] * 5)', 'known 5 items');
  worth('strings added', 'probe("a" + "b")', 'known "ab"');
  worth('dictionaries merged', 'probe({"a": 1} | {"b": 2})', 'known {a, b}');
  worth('or takes the first true value', 'probe(0 or 5)', 'known 5');
  worth('and takes the first false value', 'probe(3 and 0)', 'known 0');
  worth('not', 'probe(not True)', 'known false');
  worth('with an unknown part', 'probe(x + 1)', 'unknown');
});

describe('values of ranges and arrays', () => {
  before(loadParser);

  worth('range', 'probe(range(10))', 'known 10 items');
  worth('range with a step', 'probe(range(1, 10, 4))', 'known 3 items');
  worth('range that is empty', 'probe(range(5, 1))', 'known 0 items');
  worth('range of something unknown', 'probe(range(n))', 'known ? items');
  worth('linspace has fifty unless told', 'import numpy as np\nprobe(np.linspace(0, 1))', 'known 50 items');
  worth('linspace', 'import numpy as np\nprobe(np.linspace(0, 1, 7))', 'known 7 items');
  worth('logspace by keyword', 'import numpy as np\nprobe(np.logspace(-3, 3, num=13))', 'known 13 items');
  worth('arange with fractions', 'import numpy as np\nprobe(np.arange(0, 1, 0.1))', 'known 10 items');
  worth('arithmetic on arrays goes by element', 'import numpy as np\nprobe(10.0 ** np.arange(-2, 3))', 'known 5 items');
  worth('arrays as lists', 'import numpy as np\nprobe(np.linspace(0, 1, 4).tolist())', 'known 4 items');
  worth('list of a range', 'probe(list(range(3)))', 'known 3 items');
  worth('len', 'x = [1, 2]\nprobe(len(x))', 'known 2');
  const DIGITS = 'from torchvision.datasets import MNIST\n';
  worth('len of a published data set', `${DIGITS}probe(int(3000 / (len(MNIST("data", train=True)) / 100)))`, 'known 5');
  worth('len of its other split', `${DIGITS}probe(len(MNIST("data", train=False)))`, 'unknown');
  worth('max', 'probe(max(2, 9))', 'known 9');
  worth('int of a string', 'probe(int("12"))', 'known 12');
});

describe('values of names', () => {
  before(loadParser);

  worth('follow assignments', 'a = 3\nb = a\nprobe(b)', 'known 3');
  worth('follow unpacking', 'a, (b, c) = 1, (2, 3)\nprobe(c)', 'known 3');
  worth('join both branches', 'x = 1\nif a:\n  x = 2\nprobe(x)', 'known 2 or 1');
  worth('join a conditional', 'probe(1 if a else 2)', 'known 1 or 2');
  worth('are unknown when one branch is', 'x = 1\nif a:\n  x = f()\nprobe(x)', 'unknown');
  worth('are unknown once they are added to', 'x = 1\nx += 1\nprobe(x)', 'unknown');
  worth(
    'are unknown with very many alternatives',
    `${[1, 2, 3, 4, 5, 6, 7, 8].map((n) => `if a: x = ${n}\n`).join('')}probe(x)`,
    'unknown',
  );
  worth('of loops are unknown', 'for x in [1, 2]:\n  probe(x)', 'unknown');
  worth('that depend on themselves are unknown', 'for i in y:\n  x = x + 1\nprobe(x)', 'unknown');
  worth('take elements of lists', 'x = [4, 5]\nprobe(x[1])', 'known 5');
  worth('take the last element', 'x = [4, 5]\nprobe(x[-1])', 'known 5');
  worth('take entries of dictionaries', 'd = {"a": {"b": 6}}\nprobe(d["a"]["b"])', 'known 6');
});

describe('values of dictionaries that are changed', () => {
  before(loadParser);

  worth('have items that are set', 'd = {"a": 1}\nd["b"] = 2\nprobe(d)', 'known {a, b}');
  worth('have what an update adds', 'd = {"a": 1}\nd.update({"b": 2}, c=3)\nprobe(d)', 'known {a, b, c}');
  worth('are incomplete after a conditional change', 'd = {}\nif x:\n  d["a"] = 1\nprobe(d)', 'known {a, ...}');
  worth('are incomplete after something is taken out', 'd = {"a": 1}\nd.pop("a")\nprobe(d)', 'known {a, ...}');
  worth('are incomplete after an unknown update', 'd = {"a": 1}\nd.update(more)\nprobe(d)', 'known {a, ...}');
  worth('do not have what is set later', 'd = {"a": 1}\nprobe(d)\nd["b"] = 2', 'known {a}');
  worth('may be made by dict', 'probe(dict(a=1, **{"b": 2}))', 'known {a, b}');
});

describe('values that a user can override', () => {
  before(loadParser);

  const argparse = 'import argparse\np = argparse.ArgumentParser()\n';
  worth(
    'argparse defaults',
    `${argparse}p.add_argument("-e", "--n-epochs", default=90)\nargs = p.parse_args()\nprobe(args.n_epochs)`,
    'default 90 via --n-epochs',
  );
  worth(
    'argparse switches',
    `${argparse}p.add_argument("--amp", action="store_true")\nprobe(p.parse_args().amp)`,
    'default false via --amp',
  );
  worth(
    'argparse options without a default',
    `${argparse}p.add_argument("--x")\nprobe(p.parse_args().x)`,
    'default None via --x',
  );
  worth(
    'required argparse options',
    `${argparse}p.add_argument("--x", required=True)\nprobe(p.parse_args().x)`,
    'unknown',
  );
  worth(
    'argparse destinations',
    `${argparse}p.add_argument("--x", dest="y", default=1)\nargs, _ = p.parse_known_args()\nprobe(args.y)`,
    'default 1 via --x',
  );
  worth(
    'arithmetic on them',
    `${argparse}p.add_argument("--x", default=4)\nprobe(p.parse_args().x * 2)`,
    'default 8 via --x',
  );
  worth(
    'absl flags',
    'from absl import flags\nFLAGS = flags.FLAGS\nflags.DEFINE_integer("steps", 100, "help")\nprobe(FLAGS.steps)',
    'default 100 via --steps',
  );
  worth(
    'click options',
    'import click\n@click.command()\n@click.option("--epochs", default=5)\ndef main(epochs):\n  probe(epochs)',
    'default 5 via --epochs',
  );
  worth(
    'typer options',
    'import typer\ndef main(epochs: int = typer.Option(7)):\n  probe(epochs)',
    'default 7 via --epochs',
  );
  worth(
    'the environment',
    'import os\nprobe(int(os.environ.get("EPOCHS", "12")))',
    'default 12 via environment EPOCHS',
  );
  worth('the environment without a default', 'import os\nprobe(os.getenv("EPOCHS"))', 'unknown');
  worth(
    'fields of a dataclass',
    'from dataclasses import dataclass\n@dataclass\nclass C:\n  epochs: int = 30\nc = C()\nprobe(c.epochs)',
    'default 30 via field epochs',
  );
  worth(
    'fields that the constructor sets',
    'from dataclasses import dataclass\n@dataclass\nclass C:\n  epochs: int = 30\nc = C(epochs=2)\nprobe(c.epochs)',
    'known 2',
  );
  worth(
    'what the construction of this very object passes',
    'class Plan:\n  def __init__(self, rate, rounds=20):\n    self.n_rounds = rounds\na = Plan(0.1, 35)\nb = Plan(0.1, rounds=3)\nprobe(a.n_rounds)',
    'known 35',
  );
  worth('parameters without callers', 'def f(n=3):\n  probe(n)', 'default 3 via parameter n');
});

describe('settings of a W&B run', () => {
  before(loadParser);

  const init = 'import wandb\nwandb.init(config=dict(epochs=10, lr=0.1))\n';
  const soft = 'default 10 via wandb.config.epochs';

  worth('are given to init', `${init}probe(wandb.config.epochs)`, soft);
  worth('go by another name', `${init}config = wandb.config\nprobe(config.epochs)`, soft);
  worth('belong to the run', 'import wandb\nrun = wandb.init(config={"epochs": 10})\nprobe(run.config.epochs)', soft);
  worth('are read by key', `${init}config = wandb.config\nprobe(config["epochs"])`, 'default 10 via wandb.config');
  worth('are read with get', `${init}probe(wandb.config.get("epochs", 3))`, 'default 10 via wandb.config');
  worth('are assigned', 'import wandb\nwandb.init()\nwandb.config.epochs = 10\nprobe(wandb.config.epochs)', soft);
  worth(
    'are assigned under another name in another function',
    'import wandb\ndef main():\n    config = wandb.config\n    config.epochs = 10\ndef train():\n    probe(wandb.config.epochs)',
    soft,
  );
  worth('are updated', 'import wandb\nwandb.config.update({"epochs": 10})\nprobe(wandb.config.epochs)', soft);
  worth(
    'are fixed by a sweep',
    'import wandb\nwandb.sweep({"parameters": {"epochs": {"value": 10}}})\nprobe(wandb.config.epochs)',
    soft,
  );
  worth('may be unknown', `${init}probe(wandb.config.momentum)`, 'unknown');
  worth(
    'are swept',
    'import wandb\nwandb.sweep({"parameters": {"epochs": {"values": [1, 2]}}})\nprobe(wandb.config.epochs)',
    'unknown',
  );
});

describe('options that are assigned after they were made', () => {
  before(loadParser);

  const parser =
    'import argparse\nparser = argparse.ArgumentParser()\nparser.add_argument("--epochs", type=int, default=5)\nargs = parser.parse_args()\n';

  worth('count as written', `${parser}args.epochs = 20\nprobe(args.epochs)`, 'known 20');
  worth('count from there on', `${parser}probe(args.epochs)\nargs.epochs = 20`, 'default 5 via --epochs');
  worth(
    'change on one path only',
    `${parser}if fast:\n    args.epochs = 1\nprobe(args.epochs)`,
    'default 5 via --epochs',
  );
  worth(
    'are built on what they were',
    `${parser}args.epochs = args.epochs * 2\nprobe(args.epochs)`,
    'default 10 via --epochs',
  );
  worth('belong to one object', `${parser}other.epochs = 20\nprobe(args.epochs)`, 'default 5 via --epochs');
  worth(
    'of an object of a library',
    'from kit import Config\nconfig = Config()\nconfig.epochs = 4\nprobe(config.epochs)',
    'known 4',
  );
  worth(
    'in another function',
    `${parser}def change():\n    args.epochs = 20\ndef use():\n    probe(args.epochs)`,
    'default 5 via --epochs',
  );
});

describe('values through functions', () => {
  before(loadParser);

  worth('parameters are what the only caller passes', 'def f(n):\n  probe(n)\nf(4)', 'known 4');
  worth('parameters join what callers pass', 'def f(n):\n  probe(n)\nf(4)\nf(n=5)', 'known 4 or 5');
  worth('parameters take the default where a caller passes nothing', 'def f(n=1):\n  probe(n)\nf()', 'known 1');
  worth('parameters are unknown when a caller spreads', 'def f(n=1):\n  probe(n)\nf(*args)', 'unknown');
  worth('calls are what the function returns', 'def f():\n  return 6\nprobe(f())', 'known 6');
  worth(
    'calls join what the function returns',
    'def f(a):\n  if a:\n    return 6\n  return 7\nprobe(f(1))',
    'known 6 or 7',
  );
  worth('recursive calls are unknown', 'def f(n):\n  return f(n)\nprobe(f(1))', 'unknown');
  worth(
    'attributes of self',
    'class K:\n  def __init__(self):\n    self.n = 8\n  def f(self):\n    probe(self.n)',
    'known 8',
  );
  worth('attributes of a class', 'class K:\n  n = 9\nprobe(K.n)', 'known 9');
  worth(
    'attributes that the constructor is given',
    'class K:\n  def __init__(self, n):\n    self.n = n\n  def f(self):\n    probe(self.n)\nK(5).f()',
    'known 5',
  );
  worth('entries that are asked for by name', 'd = {"n": 4}\nprobe(d.get("n"))', 'known 4');
  worth('the default of an entry that is not there', 'd = {"m": 4}\nprobe(d.get("n", 7))', 'known 7');
  worth('entries that are not there are unknown without one', 'd = {"m": 4}\nprobe(d.get("n"))', 'unknown');
});
