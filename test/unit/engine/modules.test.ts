/** Documents that import files of the workspace: edited ones give what fresh ones give, and nothing points outside. */
import assert from 'node:assert/strict';
import { createEngine } from '../../../src/core/engine';
import type { EstimateContext } from '../../../src/core/estimate/types';
import type { Analysis, Engine } from '../../../src/core/engine-types';
import { DEFAULT_CONFIG } from '../../../src/core/config/merge';
import { grammarBytes } from '../../support/grammar';
import { gramsPerKilowattHour, pue } from '../../../src/core/units/quantity';

const CONTEXT: EstimateContext = {
  hardware: null,
  intensity: {
    value: gramsPerKilowattHour(400),
    low: gramsPerKilowattHour(100),
    high: gramsPerKilowattHour(700),
    zone: 'test',
    year: 2024,
    source: 'test',
  },
  pue: { value: pue(1.1), low: pue(1), high: pue(1.6), origin: 'prior', source: 'test' },
  hours: null,
};

const LOSS = '# the loss\n'.repeat(200);
const MODULES = [
  {
    path: 'engine.py',
    text: `${LOSS}import torch\ndef train_one_epoch(model, loader, optimizer):\n  for x, y in loader:\n    loss = criterion(model(x.cuda()), y)\n    loss.backward()\n    optimizer.step()\n`,
  },
  { path: 'config.py', text: `${LOSS}EPOCHS = 30\nDEVICE = "cuda"\nBATCH = 64\n` },
  {
    path: 'models.py',
    text: `${LOSS}from torch import nn\nclass Net(nn.Module):\n  def __init__(self):\n    self.conv = nn.Conv2d(3, 900, 90)\n`,
  },
];

const SCRIPT = `import torch
from config import EPOCHS, DEVICE, BATCH
from engine import train_one_epoch
from models import Net

model = Net().to(DEVICE)
optimizer = torch.optim.Adam(model.parameters())
loader = torch.utils.data.DataLoader(data, batch_size=BATCH)
for epoch in range(EPOCHS):
    train_one_epoch(model, loader, optimizer)
for epoch in range(EPOCHS):
    for x, y in loader:
        loss = criterion(model(x.to(DEVICE)), y)
        loss.backward()
        optimizer.step()
model.eval()
for x, y in val_loader:
    model(x.to(DEVICE))
`;

const EDITS: readonly (readonly [string, string])[] = [
  ['EPOCHS, DEVICE', 'DEVICE, EPOCHS'],
  ['from engine import train_one_epoch\n', ''],
  ['range(EPOCHS)', 'range(3)'],
  ['\nmodel = Net()', '\n\n# made here\nmodel = Net()'],
  ['from models import Net', 'from models import Net as Network'],
  ['import torch\n', 'import torch\nfrom engine import *\n'],
];

describe('a document that imports files of the workspace', () => {
  let engine: Engine;
  before(async () => {
    engine = await createEngine(grammarBytes());
  });
  after(() => engine.dispose());

  const info = { path: 'train.py', modules: MODULES };
  const analyse = (id: string): Analysis => engine.analyse(id, DEFAULT_CONFIG, CONTEXT);
  const told = ({ findings, workloads, problems }: Analysis): string => JSON.stringify([findings, workloads, problems]);

  it('is told the same after edits as when opened afresh', () => {
    engine.open('edited', { kind: 'module', text: SCRIPT }, info);
    let text = SCRIPT;
    for (const [before, after] of EDITS) {
      const start = text.indexOf(before);
      assert.ok(start >= 0, before);
      engine.edit('edited', [{ span: { start, end: start + before.length }, newText: after }]);
      text = text.slice(0, start) + after + text.slice(start + before.length);
      engine.open('fresh', { kind: 'module', text }, info);
      assert.equal(told(analyse('edited')), told(analyse('fresh')), after);
      engine.close('fresh');
    }
    engine.close('edited');
  });

  it('gets no place of another file', () => {
    engine.open('script', { kind: 'module', text: SCRIPT }, info);
    const analysis = analyse('script');
    const spans = [
      ...analysis.findings.flatMap(({ span, related }) => [span, ...related.map((one) => one.span)]),
      ...analysis.workloads.flatMap(({ span, epochs, batchSize }) => [span, epochs?.span, batchSize?.span]),
    ];
    for (const span of spans) if (span) assert.ok(span.end <= SCRIPT.length, JSON.stringify(span));
    assert.ok(analysis.workloads.some(({ epochs }) => epochs?.value === 30));
    assert.ok(analysis.findings.some(({ rule }) => rule === 'torch-training-in-fp32'));
    engine.close('script');
  });
});
