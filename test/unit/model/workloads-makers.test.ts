/** Names of models that functions hand back, nested conditions choose, or a launcher runs. */
import assert from 'node:assert/strict';
import { type Files, modelIn } from '../../support/imports';
import { loadParser } from '../../support/program';

const loop = (head: string, backward = 'loss.backward()'): string => `import argparse, torch
from torch.utils.data import DataLoader
p = argparse.ArgumentParser()
p.add_argument("--arch", default="slim")
p.add_argument("--data", default="b")
args = p.parse_args()
class Slim(torch.nn.Module):
  pass
class Wide(torch.nn.Module):
  pass
${head}
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(3):
  for x, y in DataLoader(rows, batch_size=4):
    loss = criterion(net(x), y)
    ${backward}
    opt.step()`;

function nameOf(text: string, files: Files = {}): unknown {
  const { workloads } = modelIn(files, text);
  assert.equal(workloads.length, 1);
  return workloads[0]?.model?.value ?? null;
}

describe('the name of a model', () => {
  before(loadParser);

  it('is that of the arm that is taken, where another holds a condition of its own', () => {
    const chosen = `if args.arch == "slim":
  net = Slim()
elif args.arch == "wide":
  if args.data == "a":
    net = Wide(16)
  else:
    net = Wide(28)
net = net.cuda()`;
    assert.equal(nameOf(loop(chosen)), 'Slim');
  });

  it('is that of a class in small letters in another file', () => {
    const files = { 'vgg.py': 'import torch\nclass vgg(torch.nn.Module):\n  pass' };
    assert.equal(nameOf(loop('from vgg import vgg\nnet = vgg()'), files), 'vgg');
  });

  it('is that of what a function is given and hands back', () => {
    const init = `def init(net, gain):
  net.to("cuda")
  return net
def other(net, gain):
  return net.head
judge = init(Wide(), 1)
`;
    assert.equal(nameOf(loop(`${init}net = init(Slim(), 2)`)), 'Slim');
    assert.equal(nameOf(loop(`${init}net = other(Slim(), 2)`)), null);
  });

  it('is that of a factory in another file', () => {
    const nets = `import torch
class Resnet(torch.nn.Module):
  pass
class Patch(torch.nn.Module):
  pass
def init(net, gain):
  return net
def define_g(width):
  net = Resnet(width)
  return init(net, 1)
def define_d(width):
  return init(Patch(width), 1)`;
    assert.equal(nameOf(loop('from nets import define_g\nnet = define_g(64)'), { 'nets.py': nets }), 'Resnet');
  });

  it('is not that of what runs it', () => {
    const head = `from accelerate import Accelerator
accelerator = Accelerator()
net = instantiate(conf.model, 1)`;
    assert.equal(nameOf(loop(head, 'accelerator.backward(loss)').replace('net(x)', 'step(net, x)')), null);
  });
});
