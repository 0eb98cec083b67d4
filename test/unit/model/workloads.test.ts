/** Workload facts: what a run trains, on what data and how long, where the source determines it. */
import assert from 'node:assert/strict';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workload-facts';

const TORCH = (loader: string): string => `
import torch
from torch.utils.data import DataLoader, Subset, random_split
from torchvision import datasets, models, transforms
net = models.resnet18()
opt = torch.optim.SGD(net.parameters(), lr=0.1)
${loader}
for epoch in range(30):
    for x, y in loader:
        opt.zero_grad()
        loss = torch.nn.functional.cross_entropy(net(x), y)
        loss.backward()
        opt.step()
`;

describe('workload of a PyTorch loop', () => {
  before(loadParser);

  it('reads data set, batch, workers and picture size from the loader', () => {
    const loader = `
tf = transforms.Compose([transforms.Resize(256), transforms.RandomResizedCrop(224), transforms.ToTensor()])
data = datasets.CIFAR10("data", train=True, transform=tf)
loader = DataLoader(data, batch_size=128, num_workers=8)`;
    assert.deepEqual(facts(TORCH(loader), 'model', 'dataset', 'epochs', 'batchSize', 'workers', 'imageSize'), {
      model: 'resnet18',
      dataset: 'CIFAR10',
      epochs: 30,
      batchSize: 128,
      workers: 8,
      imageSize: 224,
    });
  });

  it('follows loaders in dictionaries by phase, with the transforms of training', () => {
    const loader = `
tf = {"train": transforms.Compose([transforms.RandomResizedCrop(160)]), "val": transforms.Compose([transforms.Resize(99)])}
sets = {x: datasets.ImageFolder(x, tf[x]) for x in ["train", "val"]}
loaders = {x: DataLoader(sets[x], batch_size=4, num_workers=2) for x in ["train", "val"]}
loader = loaders[phase]`;
    assert.deepEqual(facts(TORCH(loader), 'dataset', 'batchSize', 'workers', 'imageSize'), {
      dataset: null,
      batchSize: 4,
      workers: 2,
      imageSize: 160,
    });
  });

  it('counts the rows of a subset', () => {
    const loader = 'loader = DataLoader(Subset(datasets.MNIST("d"), range(1000)), batch_size=10)';
    assert.deepEqual(facts(TORCH(loader), 'dataset', 'samples'), { dataset: 'MNIST', samples: 1000 });
  });

  it('counts epochs from wherever a resumed run starts', () => {
    const text = TORCH('loader = DataLoader(data, 64)\nfirst = checkpoint["epoch"]');
    const resumed = text.replace('range(30)', 'range(first, first + 200)');
    assert.deepEqual(facts(resumed, 'epochs'), { epochs: 200 });
  });

  it('counts from the beginning softly where only a checkpoint says otherwise', () => {
    const text = TORCH('loader = DataLoader(data, 64)\nfirst = 0\nif path:\n    first = torch.load(path)["epoch"]');
    assert.deepEqual(facts(text.replace('range(30)', 'range(first, 90)'), 'epochs'), { epochs: '90?' });
  });

  it('names the architecture, not the checkpoint that another branch loads', () => {
    const text = TORCH(`loader = DataLoader(data, 64)
from model import GPT
start = "scratch"
if start == "scratch":
    net = GPT(config)
else:
    net = GPT.from_pretrained(start)`);
    assert.deepEqual(facts(text, 'model'), { model: 'GPT' });
  });

  it('sees the network through what wraps it', () => {
    const text = TORCH('loader = DataLoader(data, 64)\nnet = torch.nn.parallel.DistributedDataParallel(net.cuda())');
    assert.deepEqual(facts(text, 'model'), { model: 'resnet18' });
  });

  it('takes the batch of a loader of graphs', () => {
    const text = TORCH(
      'from torch_geometric.loader import NeighborLoader\nloader = NeighborLoader(data, [15, 10], batch_size=1024)',
    );
    assert.deepEqual(facts(text, 'batchSize'), { batchSize: 1024 });
  });

  it('leaves what it cannot read unknown', () => {
    const loader = 'loader = DataLoader(make_data(), batch_size=size, **options)';
    assert.deepEqual(facts(TORCH(loader), 'dataset', 'batchSize', 'workers', 'imageSize', 'sequenceLength'), {
      dataset: null,
      batchSize: null,
      workers: null,
      imageSize: null,
      sequenceLength: null,
    });
  });

  it('takes the length that the tokenizer cuts to', () => {
    const text = TORCH(`
from transformers import AutoTokenizer
tokenizer = AutoTokenizer.from_pretrained("gpt2")
def encode(batch):
    return tokenizer(batch["text"], truncation=True, max_length=384)
loader = DataLoader(data.map(encode), batch_size=8)`);
    assert.deepEqual(facts(text, 'sequenceLength'), { sequenceLength: 384 });
  });

  it('takes no length where tokenizer calls differ', () => {
    const text = TORCH(`
from transformers import AutoTokenizer
tokenizer = AutoTokenizer.from_pretrained("t5-small")
a = tokenizer(x, max_length=512)
b = tokenizer(y, max_length=64)
loader = DataLoader(zip(a, b), batch_size=8)`);
    assert.deepEqual(facts(text, 'sequenceLength'), { sequenceLength: null });
  });
});

const KERAS = 'from tensorflow import keras\nfrom tensorflow.keras import layers\n';

describe('workload of a Keras fit', () => {
  before(loadParser);

  it('names the application under a functional model', () => {
    const text = `${KERAS}base = keras.applications.ResNet50(weights="imagenet", include_top=False, input_shape=(224, 224, 3))
x = layers.GlobalAveragePooling2D()(base.output)
out = layers.Dense(10)(x)
model = keras.Model(inputs=base.input, outputs=out)
model.fit(train, epochs=5)`;
    assert.deepEqual(facts(text, 'model', 'imageSize', 'epochs'), { model: 'ResNet50', imageSize: 224, epochs: 5 });
  });

  it('finds an application that is called on an input', () => {
    const text = `${KERAS}base = keras.applications.EfficientNetB0(include_top=False)
inputs = keras.Input(shape=(96, 96, 3))
x = base(inputs, training=False)
x = layers.Flatten()(x)
model = keras.Model(inputs, layers.Dense(2)(x))
model.fit(train, epochs=5)`;
    assert.deepEqual(facts(text, 'model', 'imageSize'), { model: 'EfficientNetB0', imageSize: 96 });
  });

  it('finds an application that is added to a Sequential', () => {
    const text = `${KERAS}model = keras.Sequential()
model.add(keras.applications.VGG16(include_top=False, input_shape=(150, 150, 3)))
model.add(layers.Dense(1))
model.fit(train, epochs=5)`;
    assert.deepEqual(facts(text, 'model', 'imageSize'), { model: 'VGG16', imageSize: 150 });
  });

  it('has no name for a network of its own', () => {
    const text = `${KERAS}model = keras.Sequential([layers.Input(shape=(8,)), layers.Dense(1)])\nmodel.fit(x, y, epochs=5)`;
    assert.deepEqual(facts(text, 'model', 'imageSize'), { model: null, imageSize: null });
  });

  it('reads the directory loader, its defaults softly', () => {
    const model = `${KERAS}model = keras.Sequential([layers.Dense(1)])\n`;
    const loader = (options: string): string =>
      `${model}train = keras.utils.image_dataset_from_directory("d"${options})\ntrain = train.prefetch(2)\nmodel.fit(train, epochs=5)`;
    const given = facts(loader(', image_size=(180, 180), batch_size=64'), 'imageSize', 'batchSize');
    assert.deepEqual(given, { imageSize: 180, batchSize: 64 });
    assert.deepEqual(facts(loader(''), 'imageSize', 'batchSize'), { imageSize: '256?', batchSize: '32?' });
  });

  it('reads the flow of a generator', () => {
    const text = `${KERAS}from tensorflow.keras.preprocessing.image import ImageDataGenerator
flow = ImageDataGenerator(rescale=1 / 255).flow_from_directory("d", target_size=(128, 128), batch_size=16)
model = keras.Sequential([layers.Dense(1)])
model.fit(flow, epochs=5)`;
    assert.deepEqual(facts(text, 'imageSize', 'batchSize'), { imageSize: 128, batchSize: 16 });
  });

  it('follows a tf.data pipeline to the name of its data set', () => {
    const text = `${KERAS}import tensorflow_datasets as tfds
(train, test), info = tfds.load("rock_paper_scissors", split=["train", "test"], with_info=True)
train = train.map(scale).cache().shuffle(1000).batch(32).prefetch(2)
model = keras.Sequential([layers.Dense(1)])
model.fit(train, epochs=5)`;
    assert.deepEqual(facts(text, 'dataset', 'batchSize'), { dataset: 'rock_paper_scissors', batchSize: 32 });
  });

  it('follows a data set through a local function that configures it', () => {
    const text = `${KERAS}from tensorflow.keras.utils import text_dataset_from_directory
texts = text_dataset_from_directory("train", batch_size=16).map(encode)
def configured(data):
    return data.cache().prefetch(2)
texts = configured(texts)
model = keras.Sequential([layers.Dense(1)])
model.fit(texts, epochs=10)`;
    assert.deepEqual(facts(text, 'batchSize', 'imageSize'), { batchSize: 16, imageSize: null });
  });

  it('takes the length that sequences are padded to', () => {
    const text = `${KERAS}from tensorflow.keras.preprocessing.sequence import pad_sequences
(x, y), _ = keras.datasets.imdb.load_data()
x = pad_sequences(x, maxlen=200)
model = keras.Sequential([layers.LSTM(8)])
model.fit(x, y, epochs=5, batch_size=64)`;
    assert.deepEqual(facts(text, 'sequenceLength', 'batchSize'), { sequenceLength: 200, batchSize: 64 });
  });

  it('takes the default of a command-line option softly', () => {
    const text = `${KERAS}import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=40)
args = parser.parse_args()
model = keras.Sequential([layers.Dense(1)])
model.fit(x, y, epochs=args.epochs)`;
    assert.deepEqual(facts(text, 'epochs'), { epochs: '40?' });
  });
});

describe('what only looks like a run', () => {
  before(loadParser);

  it('is no Keras fit where the name stood for a Keras model before', () => {
    const text = `${KERAS}from statsmodels.tsa.arima.model import ARIMA
model = build()
model.compile(loss="mse")
model = ARIMA(series, order=(1, 0, 0))
model.fit()`;
    assert.deepEqual(modelOf(text).workloads, []);
  });

  it('is no PyTorch loop in a program of MXNet', () => {
    const text = `from mxnet import autograd, gluon
for epoch in range(10):
    for x, y in loader:
        with autograd.record():
            loss = net(x)
        loss.backward()
        trainer.step(batch_size)`;
    assert.deepEqual(modelOf(text).workloads, []);
  });
});

describe('workload of a Trainer', () => {
  before(loadParser);

  it('reads the arguments, the checkpoint and the data set', () => {
    const text = `from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments
from datasets import load_dataset
tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
data = load_dataset("imdb")
data = data.map(lambda row: tokenizer(row["text"], max_length=256, truncation=True), batched=True)
model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
args = TrainingArguments("out", num_train_epochs=2, per_device_train_batch_size=16, dataloader_num_workers=4)
Trainer(model=model, args=args, train_dataset=data["train"]).train()`;
    const names = ['model', 'dataset', 'epochs', 'batchSize', 'workers', 'sequenceLength'] as const;
    assert.deepEqual(facts(text, ...names), {
      model: 'bert-base-uncased',
      dataset: 'imdb',
      epochs: 2,
      batchSize: 16,
      workers: 4,
      sequenceLength: 256,
    });
  });

  it('names neither the format of a file nor the adapter around a checkpoint', () => {
    const text = `from transformers import AutoModelForCausalLM, Trainer, TrainingArguments
from peft import LoraConfig, get_peft_model, prepare_model_for_kbit_training
from datasets import load_dataset
data = load_dataset("json", data_files="train.json")
model = prepare_model_for_kbit_training(AutoModelForCausalLM.from_pretrained("facebook/opt-350m"))
model = get_peft_model(model, LoraConfig(r=8))
Trainer(model=model, args=TrainingArguments("out"), train_dataset=data["train"]).train()`;
    assert.deepEqual(facts(text, 'model', 'dataset'), { model: 'facebook/opt-350m', dataset: null });
  });

  it('has three epochs when none are written', () => {
    const text = `from transformers import Trainer, TrainingArguments
Trainer(model=model, args=TrainingArguments("out"), train_dataset=data).train()`;
    assert.deepEqual(facts(text, 'epochs'), { epochs: '3?' });
  });

  it('follows the loader of the Lightning module that is fitted', () => {
    const text = `import lightning as L
from torch.utils.data import DataLoader
from torchvision.datasets import MNIST
class Net(L.LightningModule):
    def setup(self, stage):
        self.data = MNIST("d", train=True)
    def train_dataloader(self):
        return DataLoader(self.data, batch_size=64, num_workers=3)
L.Trainer(max_epochs=7).fit(Net())`;
    assert.deepEqual(facts(text, 'model', 'dataset', 'batchSize', 'workers', 'epochs'), {
      model: 'Net',
      dataset: 'MNIST',
      batchSize: 64,
      workers: 3,
      epochs: 7,
    });
  });

  it('follows the loader of a data module', () => {
    const text = `import lightning as L
from torch.utils.data import DataLoader, random_split
from torchvision.datasets import FashionMNIST
class Data(L.LightningDataModule):
    def setup(self, stage):
        self.train, self.val = random_split(FashionMNIST("d"), [55000, 5000])
    def train_dataloader(self):
        return DataLoader(self.train, batch_size=256)
L.Trainer(max_epochs=7).fit(model, datamodule=Data())`;
    assert.deepEqual(facts(text, 'dataset', 'batchSize'), { dataset: 'FashionMNIST', batchSize: 256 });
  });
});
