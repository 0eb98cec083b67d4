/** Options that a program holds as a dictionary, and models that it takes from the table of a module by their name. */
import assert from 'node:assert/strict';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workloads';

const head = (change = ''): string => `import argparse, torch, archs
from torch.utils.data import DataLoader
def parse():
    parser = argparse.ArgumentParser()
    parser.add_argument("--epochs", default=100, type=int)
    parser.add_argument("--batch_size", default=16, type=int)
    parser.add_argument("--arch", default="Nested")
    return parser.parse_args()
config = vars(parse())
${change}
`;

const run = (net: string): string => `
net = ${net}
net = net.cuda()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
loader = DataLoader(rows, batch_size=config["batch_size"])
def train(net, config):
    for x, y in loader:
        out = net(x)
        loss = torch.nn.functional.cross_entropy(out, y)
        loss.backward()
        opt.step()
for epoch in range(config["epochs"]):
    train(net, config)`;

const told = (net: string, change?: string): unknown => facts(head(change) + run(net), 'model', 'epochs', 'batchSize');

describe('options as a dictionary', () => {
  before(loadParser);

  it('have the defaults of the parser', () =>
    assert.deepEqual(told('archs.__dict__[config["arch"]](3)'), {
      model: 'Nested?',
      epochs: '100?',
      batchSize: '16?',
    }));

  it('say nothing of an entry that the program sets', () =>
    assert.deepEqual(told('getattr(archs, config["arch"])()', 'config["epochs"] = sys.argv[1]'), {
      model: 'Nested?',
      epochs: null,
      batchSize: '16?',
    }));

  it('say nothing where any may be changed', () =>
    assert.deepEqual(told('archs.__dict__[config["arch"]]()', 'config.update(read())'), {
      model: null,
      epochs: null,
      batchSize: null,
    }));
});
