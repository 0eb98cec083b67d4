/** The prefilter may let a quiet file through, but never holds back one that could have a finding. */
import { strict as assert } from 'node:assert';
import { rules } from '../../../src/core/rules/registry';
import { isNone } from '../../../src/cli/scan/candidates';
import type { Prefilter } from '../../../src/cli/scan/load';
import { prefilter, prefilters } from '../../../src/cli/scan/prefilter';
import { DEFAULT_CONFIG } from '../../../src/core/config/merge';
import { report } from '../../golden/report';

const asked =
  (about: Prefilter) =>
  (...given: Parameters<Prefilter>): boolean =>
    !isNone(about(...given));

const ofRule = (name: string) =>
  asked(prefilter(rules.map(({ meta }) => meta).filter(({ id }) => id.startsWith(name))));

const mayFire = asked(prefilter(report.rules));

describe('prefilter', () => {
  it('holds back text without a trigger', () => {
    assert.equal(mayFire('import numpy as np\n', 'train.py'), false);
  });
  it('lets a trigger through, inside notebook JSON too', () => {
    assert.equal(mayFire('{"source": ["s = GridSearchCV(a, b)\\n"]}', 'a.ipynb'), true);
  });
  it('lets a trigger through that JSON escapes hide', () => {
    assert.equal(mayFire('{"source": "s = \\u0047ridSearchCV(a, b)"}', 'a.ipynb'), true);
  });
  it('holds back a trigger without the words that the rule needs beside it', () => {
    const keras = ofRule('keras');
    assert.equal(keras('model.fit(x, y)', 'train.py'), false);
    assert.equal(keras('import keras\nmodel.fit(x, y)', 'train.py'), true);
    // Another file may build the model.
    assert.equal(keras('model.fit(x, epochs=9)', 'train.py'), true);
  });
  it('holds back what only a docstring says', () => {
    assert.equal(mayFire('"""\n>>> GridSearchCV(a, b)\n"""\nimport numpy\n', 'search.py'), false);
    assert.equal(mayFire('"""\nWaste.\n"""\ns = GridSearchCV(a, b)\n', 'search.py'), true);
  });
  it('holds back what only a comment says', () => {
    assert.equal(mayFire('import numpy\n# s = GridSearchCV(a, b)\n', 'search.py'), false);
    assert.equal(mayFire('s = GridSearchCV(a, b)  # waste\n', 'search.py'), true);
  });
  it('holds back eval mode without a loop behind it', () => {
    const one = ofRule('eval-builds-autograd-graph');
    const loads = 'import torch\nfor key in state:\n    pass\nmodel.eval()\nout = model(x)\n';
    assert.equal(one(loads, 'convert.py'), false);
    assert.equal(one(`${loads}for x in xs:\n    model(x)\n`, 'convert.py'), true);
  });
  it('takes no other word for one of training', () => {
    const one = ofRule('torch-training-in-fp32');
    const holds = (line: string): boolean => one(`import torch\nfrom a import *\n${line}\nx.to(device)\n`, 'run.py');
    for (const line of [
      'net = load.from_pretrained(a)',
      'prune_heads(a)',
      'raise RuntimeError(a)',
      'def train(): pass',
    ])
      assert.equal(holds(line), false, line);
    for (const line of ['train(net)', 'pretrain(net)', 'engine.run_epoch(net)', 'trainer.fit(net)', 'main(net)'])
      assert.equal(holds(line), true, line);
  });
  it('holds back tests, where rules are silent', () => {
    assert.equal(mayFire('s = GridSearchCV(a, b)', 'tests/search.py'), false);
    assert.equal(mayFire('s = GridSearchCV(a, b)  # carbon: ignore', 'tests/search.py'), true);
  });
  it('lets suppression comments through, so that unused ones are reported', () => {
    assert.equal(mayFire('x = 1  # carbon: ignore[exhaustive-grid-search]', 'train.py'), true);
  });
  it('holds back what only a text says where code is meant', () => {
    const one = ofRule('recompile-in-loop');
    const text = (body: string): string => `import jax\nfor x in xs:\n    ${body}\n`;
    assert.equal(one(text('about = """jit(f)"""'), 'docs.py'), false);
    assert.equal(one(text('jax.jit(f)(x)'), 'docs.py'), true);
  });
  it('holds back a table that grows, but in no loop', () => {
    const one = ofRule('dataframe-grown-in-loop');
    const grows = 'df = pd.concat([\n        df,\n        row,\n    ])';
    assert.equal(one(`import pandas as pd\ndef add(df, row):\n    ${grows}\n`, 'a.py'), false);
    assert.equal(one(`import pandas as pd\nfor row in rows:\n    ${grows}\n`, 'a.py'), true);
    // A concatenation that makes something new each time.
    assert.equal(one('import pandas as pd\nfor row in rows:\n    both = pd.concat([df, row])\n', 'a.py'), false);
  });
  it('holds back attention beside fused kernels, which a comment may name', () => {
    const one = ofRule('hand-written-attention');
    const text =
      'import torch\nclass A(torch.nn.Module):\n    def forward(self, q, k, v):\n' +
      '        return torch.softmax(q @ k.transpose(-2, -1) / 8, dim=-1) @ v\n';
    assert.equal(one(text, 'a.py'), true);
    assert.equal(one(`${text}# like flash_attn\n`, 'a.py'), false);
    assert.equal(one(text.replace(/class.*\n/, 'if True:\n'), 'a.py'), false);
    assert.equal(one(text.replace('k.transpose(-2, -1)', 'k'), 'a.py'), false);
  });
  it('asks only for rules that the configuration leaves on', () => {
    const ofConfig = prefilters(rules.map(({ meta }) => meta));
    const text = 'model.train()\n';
    const on = { ...DEFAULT_CONFIG, rules: { 'training-not-measured': { severity: 'hint', options: {} } } } as const;
    assert.equal(asked(ofConfig(DEFAULT_CONFIG))(text, 'a.py'), false);
    assert.equal(asked(ofConfig(on))(text, 'a.py'), true);
  });
  it('names the rules that could fire, and all of them where a comment may hide a finding', () => {
    const text = 's = GridSearchCV(a, {"kernel": ["linear"]}, SVC())\n';
    const every = prefilter(rules.map(({ meta }) => meta).filter(({ severity }) => severity !== 'off'));
    const named = every(text, 'a.py');
    assert.ok(named !== 'all' && named.has('exhaustive-grid-search') && !named.has('row-by-row-pandas'));
    assert.equal(every(`${text}# carbon: ignore[exhaustive-grid-search]\n`, 'a.py'), 'all');
  });
  it('asks the code of a notebook for what its JSON cannot tell', () => {
    const one = ofRule('hand-rolled-grid-loop');
    const code = (text: string) => ({ text, accelerator: null, isWhole: true });
    assert.equal(one('', 'a.ipynb', code('import sklearn\nfor c in cs:\n    SVC(C=c).fit(x, y)\n')), true);
    assert.equal(one('', 'a.ipynb', code('import numpy\nfor c in cs:\n    curve.fit(x, y)\n')), false);
    assert.equal(one('', 'a.ipynb', { ...code(''), isWhole: false }), true);
  });
  it('takes the accelerator of a notebook for the word', () => {
    const one = ofRule('idle-accelerator-runtime');
    const notebook = { text: 'import pandas\n', accelerator: 'GPU', isWhole: true };
    assert.equal(one('', 'a.ipynb', notebook), true);
    assert.equal(one('', 'a.ipynb', { ...notebook, accelerator: null }), false);
    assert.equal(one('accelerator = None\nimport pandas\n', 'a.py'), false);
  });
});
