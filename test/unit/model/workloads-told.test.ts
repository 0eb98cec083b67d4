/** Data sets that an option, the name of a class, a call or an environment tells. */
import assert from 'node:assert/strict';
import { type Files, modelIn } from '../../support/imports';
import { loadParser } from '../../support/program';
import { trainedOnRows } from '../../support/workloads';

const loop = (head: string): string => `import argparse, gym, torch
from torch.utils.data import DataLoader
p = argparse.ArgumentParser()
p.add_argument("--dataset", default="MUTAG")
p.add_argument("--dataset_name", default="folder")
p.add_argument("--data_name", default="/data/train")
args = p.parse_args()
${head}${trainedOnRows()}`;

function nameOf(head: string, files: Files = {}): unknown {
  const { workloads } = modelIn(files, loop(head));
  assert.equal(workloads.length, 1);
  return workloads[0]?.dataset?.value ?? null;
}

describe('the data set that a program tells', () => {
  before(loadParser);

  for (const [head, name] of [
    ['rows = load(args.dataset)', 'MUTAG'],
    ['rows = TABLE[args.dataset_name]("x")', null],
    ['rows = read(args.data_name)', null],
    ['rows = load_data("cora")', 'cora'],
    ['rows = load_data("mine")', null],
    ['rows = torch_geometric.datasets.Planetoid("x", "Cora")', null],
    ['from torch_geometric.datasets import Planetoid\nrows = Planetoid("x", "Cora")', 'Cora'],
    ['from dgl.data import CoraGraphDataset\nrows = CoraGraphDataset()', 'Cora'],
    ['from datasets import voc\nrows = voc.VOC("train")', 'VOC'],
    ['from sksurv.datasets import load_breast_cancer\nrows, y = load_breast_cancer()', null],
    ['from data import loading\nrows = loading.CSV("train")', null],
    ['env = gym.make("CartPole-v1")', 'CartPole-v1'],
    ['env = gym.make("CartPole-v1")\nother = gym.make("Ant-v4")', null],
  ] as const)
    it(`is ${name}: ${head}`, () => assert.equal(nameOf(head), name));

  it('is what a class of the project is called', () => {
    const text = 'from torch.utils.data import Dataset\nclass PTB(Dataset):\n  pass\nclass RNN(Dataset):\n  pass';
    assert.equal(nameOf('import own\nrows = own.PTB()', { 'own.py': text }), 'PTB');
    assert.equal(nameOf('import own\nrows = own.RNN()', { 'own.py': text }), null);
  });

  it('is not called after a folder of masks', () => {
    const text = 'from torch.utils.data import Dataset\nclass Pairs(Dataset):\n  pass';
    const rows = 'import own, os\nrows = own.Pairs(os.path.join("inputs", args.missing, "masks"))';
    assert.equal(nameOf(rows, { 'own.py': text }), null);
  });
});
