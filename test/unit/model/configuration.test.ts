/** What files beside the code say about a program: settings, launch lines, Hydra values and releases. */
import assert from 'node:assert/strict';
import { findVersion, isAtLeast, isBefore } from '../../../src/core/model/configuration/versions';
import { readJson } from '../../../src/core/model/configuration/json';
import { readYaml } from '../../../src/core/model/configuration/yaml';
import type { Model } from '../../../src/core/model/model';
import { modelOf, probed, show } from '../../support/model';
import { loadParser } from '../../support/program';

type Files = Readonly<Record<string, string>>;

const around = (files: Files) => Object.entries(files).map(([path, text]) => ({ path, text }));

function modelBeside(files: Files, text: string, path = 'train.py'): Model {
  return modelOf(text, { path, surroundings: around(files) });
}

describe('a settings file', () => {
  const reads = (why: string, text: string, expected: Record<string, unknown>): void =>
    void it(why, () => assert.deepEqual(Object.fromEntries(readYaml(text)), expected));

  reads('has names by indentation', 'trainer:\n  max_epochs: 5\n  precision: bf16\nseed: 1\n', {
    'trainer.max_epochs': 5,
    'trainer.precision': 'bf16',
    seed: 1,
  });
  reads('has lists', 'a:\n  - 1\n  - x\n', { 'a.0': 1, 'a.1': 'x' });
  reads('has lists at the indentation of their key', 'a:\n- 1\n- 2\nb: 3\n', { 'a.0': 1, 'a.1': 2, b: 3 });
  reads('has lists of mappings', 'c:\n  - class_path: X\n    init:\n      p: 3\n  - class_path: Y\n', {
    'c.0.class_path': 'X',
    'c.0.init.p': 3,
    'c.1.class_path': 'Y',
  });
  reads('has flow lists', 'a: [1, two]\n', { 'a.0': 1, 'a.1': 'two' });
  reads('has quoted texts', 'a: "yes"\nb: \'x # y\'\n', { a: 'yes', b: 'x # y' });
  reads('has comments', '# one\na: 1 # two\n', { a: 1 });
  reads('has switches and nothing', 'a: true\nb: no\nc: null\n', { a: true, b: 'no', c: null });
  reads('has numbers', 'a: 1e-4\nb: 1_000\nc: -2.5\n', { a: 1e-4, b: 1000, c: -2.5 });
  reads('has block texts, which are skipped', 'a: |\n  b: 1\n  c: 2\nd: 3\n', { d: 3 });
  reads('has several documents', '---\na: 1\n...\n', { a: 1 });
  reads('may have windows line ends', 'a:\r\n  b: 1\r\n', { 'a.b': 1 });
  reads('may be no settings at all', ':::\n{{ x }}\n]\n', {});

  it('in JSON may have comments and trailing commas', () =>
    assert.deepEqual(Object.fromEntries(readJson('{"bf16": {"enabled": true,}, // x\n "a": [1]}')), {
      'bf16.enabled': true,
      'a.0': 1,
    }));
  it('in JSON that is none has no names', () => assert.equal(readJson('{').size, 0));
});

const ACCELERATE = 'compute_environment: LOCAL_MACHINE\nmixed_precision: bf16\n';
const ACCELERATED = 'from accelerate import Accelerator\naccelerator = Accelerator()';

describe('precision that is configured beside the code', () => {
  before(loadParser);

  const says = (why: string, files: Files, text: string, expected: string | null, path?: string): void =>
    void it(why, () => {
      const { precision } = modelBeside(files, text, path).configuration;
      assert.equal(precision && `${String(precision.value)} ${precision.via}`, expected);
    });

  says('by accelerate', { 'default_config.yaml': ACCELERATE }, ACCELERATED, 'bf16 default_config.yaml');
  says('by accelerate for a program that does not use it', { 'default_config.yaml': ACCELERATE }, 'import torch', null);
  says('by accelerate as none', { 'default_config.yaml': ACCELERATE.replace('bf16', 'no') }, ACCELERATED, null);
  says(
    'by DeepSpeed',
    { 'ds.json': '{"zero_optimization": {}, "bf16": {"enabled": true}}' },
    'import deepspeed',
    'bf16 ds.json',
  );
  says(
    'by DeepSpeed for a program without it',
    { 'ds.json': '{"zero_optimization": {}, "bf16": {"enabled": true}}' },
    'import torch',
    null,
  );
  says('by a launch line', { 'run.sh': 'python train.py --fp16\n' }, 'import torch', 'fp16 run.sh');
  says(
    'by a launch line over several lines',
    { 'run.sh': 'accelerate launch \\\n  --mixed_precision bf16 \\\n  train.py\n' },
    'import torch',
    'bf16 run.sh',
  );
  says('by a launch line of another script', { 'run.sh': 'python other.py --fp16\n' }, 'import torch', null);
  says('by a launch line that is a comment', { 'run.sh': '# python train.py --fp16\n' }, 'import torch', null);
  says(
    'by a launch line of a script of the same name elsewhere',
    { 'run.sh': 'python b/train.py --fp16\n' },
    'import torch',
    null,
    'a/train.py',
  );
  says(
    'by a module that is launched',
    { Makefile: 'train:\n\tpython -m pkg.train --bf16\n' },
    'import torch',
    'bf16 Makefile',
    'pkg/train.py',
  );
  says(
    'by an editor',
    { '.vscode/launch.json': '{"configurations": [{"program": "${workspaceFolder}/train.py", "args": ["--amp"]}]}' },
    'import torch',
    'fp16 .vscode/launch.json',
  );
  says(
    'by a LightningCLI file',
    { 'config.yaml': 'trainer:\n  precision: bf16-mixed\nmodel:\n  lr: 1\n' },
    'from lightning.pytorch.cli import LightningCLI\nLightningCLI()',
    'bf16-mixed config.yaml',
  );

  it('is evidence that names the file', () => {
    const { precision } = modelBeside({ 'run.sh': 'python train.py --fp16\n' }, 'import torch');
    assert.deepEqual([precision.state, precision.evidence.map(({ what }) => what)], ['mixed', ['run.sh']]);
  });
});

const PARSER =
  'import argparse\np = argparse.ArgumentParser()\np.add_argument("--epochs", default=10)\nargs = p.parse_args()\nprobe(args.epochs)';
const HYDRA =
  'import hydra\n@hydra.main(config_path="conf", config_name="config")\ndef main(cfg):\n  probe(cfg.trainer.max_epochs)';

describe('a value that is configured beside the code', () => {
  before(loadParser);

  const says = (why: string, files: Files, text: string, expected: string): void =>
    void it(why, () => {
      const model = modelBeside(files, text);
      assert.equal(show(model.value(probed(model))), expected);
    });

  says(
    'is what a launch line passes',
    { 'run.sh': 'python train.py --epochs 90' },
    PARSER,
    'default 90 via --epochs in run.sh',
  );
  says(
    'is what it passes with an equals sign',
    { 'run.sh': 'torchrun train.py --epochs=90' },
    PARSER,
    'default 90 via --epochs in run.sh',
  );
  says(
    'is the default where launch lines differ',
    { 'run.sh': 'python train.py --epochs 90\npython train.py --epochs 9' },
    PARSER,
    'default 10 via --epochs',
  );
  says(
    'is the default where one leaves it out',
    { 'run.sh': 'python train.py --epochs 90\npython train.py' },
    PARSER,
    'default 10 via --epochs',
  );
  says(
    'is the default where the shell decides',
    { 'run.sh': 'python train.py --epochs $N' },
    PARSER,
    'default 10 via --epochs',
  );
  says(
    'is in the Hydra file',
    { 'conf/config.yaml': 'trainer:\n  max_epochs: 50\n' },
    HYDRA,
    'default 50 via trainer.max_epochs in conf/config.yaml',
  );
  says(
    'is in the file of the group',
    { 'conf/config.yaml': 'defaults:\n  - trainer: gpu\n', 'conf/trainer/gpu.yaml': 'max_epochs: 7\n' },
    HYDRA,
    'default 7 via trainer.max_epochs in conf/trainer/gpu.yaml',
  );
  says(
    'is in the defaults of the group',
    {
      'conf/config.yaml': 'defaults:\n  - trainer: gpu\n',
      'conf/trainer/gpu.yaml': 'defaults:\n  - default\n',
      'conf/trainer/default.yaml': 'max_epochs: 8\n',
    },
    HYDRA,
    'default 8 via trainer.max_epochs in conf/trainer/default.yaml',
  );
  says(
    'is unknown where it is interpolated',
    { 'conf/config.yaml': 'trainer:\n  max_epochs: ${n}\n' },
    HYDRA,
    'unknown',
  );
  says('is unknown without the file', {}, HYDRA, 'unknown');
  says(
    'follows the configuration into a function',
    { 'conf/config.yaml': 'n: 4\n' },
    'import hydra\ndef train(c):\n  probe(c.n)\n@hydra.main(config_path="conf", config_name="config")\ndef main(cfg):\n  train(cfg)',
    'default 4 via n in conf/config.yaml',
  );
  says(
    'is in the file that OmegaConf loads',
    { 'config.yaml': 'train:\n  epochs: 300\n' },
    'from omegaconf import OmegaConf\ncfg = OmegaConf.load("config.yaml")\nprobe(cfg.train.epochs)',
    'default 300 via train.epochs in config.yaml',
  );
  says(
    'is in the last of the files that are merged',
    { 'config.yaml': 'epochs: 300\n', 'config_small.yaml': 'epochs: 3\n' },
    'from omegaconf import OmegaConf\nbase = OmegaConf.load("config.yaml")\ncfg = OmegaConf.merge(base, OmegaConf.load("./config_small.yaml"))\nprobe(cfg.epochs)',
    'default 3 via epochs in config_small.yaml',
  );
  says(
    'is unknown where another file is loaded',
    { 'config.yaml': 'epochs: 300\n' },
    'from omegaconf import OmegaConf\ncfg = OmegaConf.load(path)\nprobe(cfg.epochs)',
    'unknown',
  );
});

describe('a release that the project names', () => {
  const names = (why: string, path: string, text: string, expected: string | null): void =>
    void it(why, () => {
      const found = findVersion([{ path, text }], ['torch', 'pytorch-lightning']);
      assert.equal(found ? `${found.bound} ${found.major}.${found.minor}` : null, expected);
    });

  names('exactly', 'requirements.txt', 'numpy\ntorch==2.1.0\n', 'exact 2.1');
  names('at least', 'requirements.txt', 'torch>=1.13\n', 'at-least 1.13');
  names('with extras and a bound', 'requirements.txt', 'torch[opt]>=2.0,<3\n', 'at-least 2.0');
  names('below', 'requirements.txt', 'torch<2\n', 'below 2.0');
  names('not, for another package', 'requirements.txt', 'torchvision==0.15\nmy-torch==1.0\n', null);
  names('not, without a release', 'requirements.txt', 'torch\n', null);
  names('not, in a comment', 'requirements.txt', '# torch==1.0\n', null);
  names('under either spelling', 'requirements.txt', 'pytorch_lightning==1.9.4\n', 'exact 1.9');
  names('in a project file', 'pyproject.toml', 'dependencies = ["torch>=2.2", "x"]\n', 'at-least 2.2');
  names('for Poetry', 'pyproject.toml', '[tool.poetry.dependencies]\ntorch = "^2.1"\n', 'at-least 2.1');
  names('for Poetry in a table', 'pyproject.toml', 'torch = {version = "2.0.1", source = "x"}\n', 'exact 2.0');
  names('in a lock', 'uv.lock', '[[package]]\nname = "torch"\nversion = "2.4.1"\n', 'exact 2.4');
  names(
    'in the lock of Pipenv',
    'Pipfile.lock',
    '{"default": {"torch": {"hashes": [], "version": "==2.0.0"}}}',
    'exact 2.0',
  );
  names('for conda', 'environment.yml', 'dependencies:\n  - torch=1.12\n', 'exact 1.12');
  names('in a notebook', 'notebook shell lines', 'pip install -q torch==1.9.0 numpy', 'exact 1.9');
  names('in a script that does something else', 'run.sh', 'echo torch==1.9.0', null);

  it('prefers a lock to a requirement', () => {
    const files = around({ 'requirements.txt': 'torch>=1.0', 'uv.lock': 'name = "torch"\nversion = "2.4.1"\n' });
    assert.equal(findVersion(files, ['torch'])?.minor, 4);
  });
  it('is before another only when it cannot be later', () => {
    const of = (text: string) => findVersion(around({ 'requirements.txt': text }), ['torch']);
    assert.deepEqual(
      [of('torch==1.9'), of('torch>=1.9'), of('torch<2'), of('x')].map((one) => isBefore(one, 2, 0)),
      [true, false, true, false],
    );
    assert.deepEqual(
      [of('torch==2.1'), of('torch>=2.0'), of('torch<3'), of('x')].map((one) => isAtLeast(one, 2, 0)),
      [true, true, false, false],
    );
  });
});
