/** What a hand-written loop trains, and over which loop its epochs are counted. */
import assert from 'node:assert/strict';
import { asNumber } from '../../../src/core/model/values';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';

const STEP = 'loss = criterion(model(x), y)\nloss.backward()\noptimizer.step()\n';
const indented = (code: string, levels: number): string => code.replace(/^(?=.)/gm, '    '.repeat(levels));

describe('training loops', () => {
  before(loadParser);

  it('do not take a scheduler that steps beside the optimizer for a second optimizer', () => {
    const setup =
      'import torch\noptimizer = torch.optim.SGD(model.parameters())\n' +
      'scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 10)\n';
    const model = modelOf(`${setup}for x, y in loader:\n${indented(`${STEP}scheduler.step()\n`, 1)}`);
    assert.deepEqual(
      model.trainingLoops.map((loop) => loop.kind),
      ['supervised'],
    );
  });

  it('count epochs around a loop over phases', () => {
    const header =
      'import torch\nfor epoch in range(40):\n    for phase in ["train", "val"]:\n        for x, y in loaders[phase]:\n';
    const [loop] = modelOf(header + indented(STEP, 3)).trainingLoops;
    assert.equal(loop && asNumber(loop.epochs), 40);
  });

  it('do not take a loop over data sets for one over phases', () => {
    const header =
      'import torch\nfor run in range(40):\n    for name in ["a", "b"]:\n        for x, y in loaders[name]:\n';
    const [loop] = modelOf(header + indented(STEP, 3)).trainingLoops;
    assert.equal(loop?.epoch, null);
  });

  it('count the epochs of one batch each inside repeated runs', () => {
    const step = `import torch\ndef train(model, x, y):\n${indented(STEP, 1)}    return loss\n`;
    const loops = 'for run in range(10):\n    for epoch in range(1, 1 + 500):\n        loss = train(model, x, y)\n';
    const [loop] = modelOf(step + loops).trainingLoops;
    assert.equal(loop && asNumber(loop.epochs), 500);
    assert.equal(loop?.epoch, loop?.step);
  });

  it('take the outer of two loops that are named after epochs', () => {
    const header = 'import torch\nfor epoch in range(20):\n    for step_of_epoch in range(100):\n';
    const [loop] = modelOf(header + indented(STEP, 2)).trainingLoops;
    assert.equal(loop && asNumber(loop.epochs), 20);
  });

  for (const name of ['run', 'seed', 'fold', 'trial_id', 'rep', 'i_split']) {
    it(`do not count \`for ${name} in range(5)\` as epochs`, () => {
      const header = `import torch\nfor ${name} in range(5):\n    for x, y in loader:\n`;
      const [loop] = modelOf(header + indented(STEP, 2)).trainingLoops;
      assert.equal(loop?.epoch, null);
    });
  }

  it('count epochs by any other name around batches', () => {
    const [loop] = modelOf(
      `import torch\nfor i in range(40):\n    for x, y in loader:\n${indented(STEP, 2)}`,
    ).trainingLoops;
    assert.equal(loop && asNumber(loop.epochs), 40);
  });
});
