/** Workload facts of code that is written as published recipes are: models by name, packed loaders, adapters, boosters. */
import assert from 'node:assert/strict';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workloads';

describe('workload of a PyTorch run that is written as in published recipes', () => {
  before(loadParser);

  const LOOP = `
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for epoch in range(90):
    for x, y in loader:
        loss = torch.nn.functional.cross_entropy(net(x), y)
        opt.zero_grad()
        loss.backward()
        opt.step()
`;
  const IMPORTS = `import argparse, os, torch, torchvision.datasets as datasets, torchvision.models as models
parser = argparse.ArgumentParser()
parser.add_argument("data", nargs="?", default="imagenet")
parser.add_argument("-a", "--arch", default="resnet50")
args = parser.parse_args()
`;

  it('reads a model that is chosen by name and a folder that is called as a data set', () => {
    const text = `${IMPORTS}
net = torch.nn.DataParallel(models.__dict__[args.arch]().cuda())
loader = torch.utils.data.DataLoader(datasets.ImageFolder(os.path.join(args.data, "train")), batch_size=256)
${LOOP}`;
    const read = facts(text, 'model', 'dataset', 'batchSize', 'epochs', 'replicas');
    assert.deepEqual(read, {
      model: 'resnet50?',
      dataset: 'ImageNet?',
      batchSize: 256,
      epochs: 90,
      replicas: 'threads',
    });
  });

  it('names nothing after a folder of another name', () => {
    const text = `${IMPORTS.replace('default="imagenet"', 'default="data"')}
net = getattr(models, args.arch)()
loader = torch.utils.data.DataLoader(datasets.ImageFolder(os.path.join(args.data, "train")), batch_size=256)
${LOOP}`;
    assert.deepEqual(facts(text, 'model', 'dataset'), { model: 'resnet50?', dataset: null });
  });

  it('reads options that a spawned worker is given', () => {
    const text = `import argparse, torch, torch.multiprocessing as mp
parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=90)
def worker(gpu, args):
    net = torch.nn.Linear(4, 2)
    opt = torch.optim.SGD(net.parameters(), lr=0.1)
    for epoch in range(args.epochs):
        for x, y in loader:
            loss = net(x).sum()
            loss.backward()
            opt.step()
            opt.zero_grad()
mp.spawn(worker, args=(parser.parse_args(),))`;
    assert.deepEqual(facts(text, 'epochs'), { epochs: '90?' });
  });

  it('reads a batch that is drawn from an iterator, and a model that is made from a configuration', () => {
    const text = `import torch
from transformers import AutoConfig, AutoModelForCausalLM
net = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained("huggyllama/llama-7b"))
net.gradient_checkpointing_enable()
opt = torch.optim.AdamW(net.parameters())
batches = iter(torch.utils.data.DataLoader(tokens, batch_size=8))
for step in range(1000):
    batch = next(batches)
    loss = net(input_ids=batch, labels=batch).loss
    loss.backward()
    opt.step()
    opt.zero_grad()`;
    const read = facts(text, 'model', 'batchSize', 'maxSteps', 'checkpointing');
    assert.deepEqual(read, { model: 'huggyllama/llama-7b', batchSize: 8, maxSteps: 1000, checkpointing: true });
  });

  it('tells loaders of packed pictures', () => {
    const text = `import torch, torchvision.models as models
from ffcv.loader import Loader
net = models.resnet18()
loader = Loader("/data/imagenet.ffcv", batch_size=1024, num_workers=12)
${LOOP}`;
    const read = facts(text, 'dataset', 'batchSize', 'loader');
    assert.deepEqual(read, { dataset: 'ImageNet?', batchSize: 1024, loader: 'packed' });
  });

  it('says that only the head is trained where all else is frozen', () => {
    const frozen = (more: string): string => `import torch, torchvision.models as models
net = models.resnet18(weights="DEFAULT")
for param in net.parameters():
    param.requires_grad = False
net.fc = torch.nn.Linear(512, 2)
${more}
loader = torch.utils.data.DataLoader(data, batch_size=4)
${LOOP}`;
    assert.deepEqual(facts(frozen(''), 'trains'), { trains: 'head' });
    const again = 'for param in net.layer4.parameters():\n    param.requires_grad = True';
    assert.deepEqual(facts(frozen(again), 'trains'), { trains: null });
  });
});

describe('workload of other libraries', () => {
  before(loadParser);

  it('reads a run of ultralytics, with its defaults', () => {
    const text =
      'from ultralytics import YOLO\nmodel = YOLO("yolov8n.pt")\nmodel.train(data="coco.yaml", epochs=300, batch=-1)';
    const read = facts(text, 'model', 'dataset', 'epochs', 'batchSize', 'imageSize', 'precision');
    const expected = {
      model: 'yolov8n.pt',
      dataset: 'coco',
      epochs: 300,
      batchSize: null,
      imageSize: '640?',
      precision: 'mixed',
    };
    assert.deepEqual(read, expected);
  });

  it('knows a model that is trained by adapters', () => {
    const text = `from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, Trainer, TrainingArguments
model = get_peft_model(AutoModelForCausalLM.from_pretrained("gpt2"), LoraConfig(r=8))
Trainer(model=model, args=TrainingArguments("out"), train_dataset=data).train()`;
    assert.deepEqual(facts(text, 'model', 'trains'), { model: 'gpt2', trains: 'adapter' });
  });

  it('reads what a booster is trained on', () => {
    const text = `import pandas as pd, xgboost as xgb
higgs = pd.read_csv("HIGGS.csv.gz", nrows=500_000)
data = xgb.DMatrix(higgs.drop(columns=["label"]), label=higgs["label"])
xgb.train({"tree_method": "exact", "max_depth": 8}, data, num_boost_round=500)`;
    const read = facts(text, 'model', 'dataset', 'samples', 'maxSteps');
    assert.deepEqual(read, { model: 'Booster exact', dataset: 'HIGGS', samples: 500_000, maxSteps: 500 });
  });

  it('counts the trees of a forest and sees categories expanded', () => {
    const text = `import pandas as pd
from sklearn.ensemble import RandomForestClassifier
X = pd.get_dummies(frame)
params = {"n_estimators": 300, "n_jobs": -1}
RandomForestClassifier(**params).fit(X, y)`;
    assert.deepEqual(facts(text, 'maxSteps', 'jobs', 'encoded'), { maxSteps: 300, jobs: -1, encoded: true });
  });
});
