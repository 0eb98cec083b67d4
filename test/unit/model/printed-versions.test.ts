/** The release of a package that a notebook printed when it last ran. */
import assert from 'node:assert/strict';
import { composeSource, facts as documentFacts } from '../../../src/core/engine/compose';
import { printedText, type OutputForm } from '../../../src/core/text/notebook/outputs';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';

interface Cell {
  readonly code: string;
  readonly text?: string;
  readonly form?: OutputForm;
}

/** `1.8` for what the cells printed of the package; the packages that are pinned beside them by `requirements`. */
function version(cells: readonly Cell[], packages: readonly string[] = ['torch'], requirements = ''): string {
  const composed = composeSource({
    kind: 'notebook',
    metadata: {},
    cells: cells.map(({ code, text, form = 'printed' }) => ({
      kind: 'code',
      text: code,
      ...(text !== undefined && {
        outputs: { texts: [{ form, text: printedText(text) }], seconds: null, failed: false },
      }),
    })),
  });
  const surroundings = [{ path: 'requirements.txt', text: requirements }];
  const document = { ...documentFacts(composed, { path: 'train.ipynb' }), surroundings };
  const found = modelOf(composed.text, document).version(...packages);
  return found ? `${found.major}.${found.minor}` : 'unknown';
}

const MAGIC = '%load_ext watermark\n%watermark -p torch,numpy';

describe('versions that a notebook printed', () => {
  before(loadParser);

  it('are read from watermarks, lists of packages and installations', () => {
    assert.equal(version([{ code: MAGIC, text: 'Python 3.8.5\n\ntorch: 1.8.1+cu111\nnumpy: 1.21.0\n' }]), '1.8');
    assert.equal(version([{ code: MAGIC, text: 'torch 1.7.0\nnumpy 1.19.2\n' }]), '1.7');
    assert.equal(version([{ code: '!pip freeze', text: 'torchvision==0.15.2\ntorch==2.0.1\n' }]), '2.0');
    const installed = 'Successfully installed nvidia-nccl-2.1 torch-2.2.1 torchaudio-2.2.1\n';
    assert.equal(version([{ code: '!pip install torch', text: installed }]), '2.2');
    assert.equal(version([{ code: 'show()', text: 'PyTorch Version: 1.9.0a0+d819a21\n' }]), '1.9');
  });

  it('are what the attribute showed', () => {
    const code = 'import torch\ntorch.__version__';
    assert.equal(version([{ code, text: "'1.6.0+cu101'", form: 'value' }]), '1.6');
    const both = 'import torch, torchvision\nprint(torchvision.__version__, torch.__version__)';
    assert.equal(version([{ code: both, text: '0.9.1 1.8.1\n' }]), '1.8');
    const labelled = 'import sklearn\nprint("running on", sklearn.__version__)';
    assert.equal(version([{ code: labelled, text: 'running on 0.23.2\n' }], ['scikit-learn', 'sklearn']), '0.23');
  });

  it('count after what is pinned and before what is bounded', () => {
    const cells = [{ code: MAGIC, text: 'torch: 1.8.1\n' }];
    assert.equal(version(cells, ['torch'], 'torch==1.13.1'), '1.13');
    assert.equal(version(cells, ['torch'], 'torch>=1.4'), '1.8');
  });

  it('are nothing where the output names another package, a measure or two releases', () => {
    assert.equal(version([{ code: MAGIC, text: 'torchtext: 0.9.1\n' }]), 'unknown');
    assert.equal(version([{ code: 'train()', text: 'loss 1.8 after torch epoch 3\ntorch: 1.8 GB\n' }]), 'unknown');
    assert.equal(version([{ code: 'import numpy\nnumpy.__version__', text: "'1.21.0'", form: 'value' }]), 'unknown');
    const twice = [
      { code: MAGIC, text: 'torch: 1.8.1\n' },
      { code: MAGIC, text: 'torch: 2.1.0\n' },
    ];
    assert.equal(version(twice), 'unknown');
  });
});
