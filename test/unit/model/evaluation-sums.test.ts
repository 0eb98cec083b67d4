/** Sums of an evaluation loop that hold on to the graph of each batch. */
import assert from 'node:assert/strict';
import { keptTensors } from '../../../src/core/rules/shared/kept-tensors';
import { textOf } from '../../../src/core/model/torch/modules';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';

before(loadParser);

function keptIn(statement: string): readonly string[] {
  const model = modelOf(`import torch
from torch import nn

model = nn.LSTM(8, 16)
distance = nn.L1Loss()
model.eval()
total = 0.0
for x, y in val_loader:
    out, states = model(x)
    loss = distance(model(x)[0], y)
    ${statement}
`);
  const [pass] = model.evaluationPasses;
  assert.ok(pass?.node.kind === 'for', 'no pass');
  const loop = { step: pass.node, stepFunction: null, forwards: pass.forwards };
  return keptTensors(model, loop).map(({ holder }) => textOf(model, holder));
}

describe('sums in evaluation', () => {
  it('keep graphs where losses are added', () => {
    assert.deepEqual(keptIn('total += loss'), ['total']);
    assert.deepEqual(keptIn('total += distance(out, y)'), ['total']);
  });

  it('keep graphs where activations are squared', () => {
    assert.deepEqual(keptIn('total += (states[1:] - states[:-1]).pow(2).mean()'), ['total']);
  });

  it('keep none where numbers are added, or what a network counts besides', () => {
    assert.deepEqual(keptIn('total += loss.item()'), []);
    assert.deepEqual(keptIn('total += states.sum()'), []);
  });
});
