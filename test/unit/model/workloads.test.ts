/** Workload facts: what a run trains, on what data and how long, where the source determines it. */
import assert from 'node:assert/strict';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workloads';

const FIT = 'from sklearn.svm import SVC\n';
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

describe('workload of a scikit-learn run', () => {
  before(loadParser);

  it('names an OpenML data set by its argument', () => {
    const text = `${FIT}from sklearn.datasets import fetch_openml
X, y = fetch_openml("adult", version=2, return_X_y=True)
SVC().fit(X, y)`;
    assert.deepEqual(facts(text, 'dataset', 'model'), { dataset: 'adult', model: 'SVC' });
  });

  it('follows data through a table that is made of it', () => {
    const text = `${FIT}import pandas as pd
from sklearn.datasets import load_wine
wine = load_wine()
table = pd.DataFrame(wine["data"], columns=wine["feature_names"]).dropna().reset_index()
SVC().fit(table.drop("index", axis=1), wine["target"])`;
    assert.deepEqual(facts(text, 'dataset', 'samples'), { dataset: 'load_wine', samples: 178 });
  });

  it('counts no rows where another branch has other data', () => {
    const text = `${FIT}from sklearn.datasets import fetch_covtype, load_iris
if quick:
    X, y = load_iris(return_X_y=True)
else:
    X, y = fetch_covtype(return_X_y=True)
SVC().fit(X, y)`;
    assert.deepEqual(facts(text, 'samples'), { samples: null });
  });

  it('adds up the rows of tables under one another, and no others', () => {
    const red = 'pd.read_csv("winequality-red.csv")';
    const text = (tables: string): string => `${FIT}import pandas as pd
import numpy as np
wine = ${tables}
SVC().fit(wine, wine["quality"])`;
    assert.deepEqual(facts(text(`pd.concat([${red}, ${red}])`), 'samples'), { samples: 3198 });
    assert.deepEqual(facts(text(`pd.concat([${red}, pd.read_csv("white.csv")])`), 'samples'), { samples: null });
    assert.deepEqual(facts(text(`pd.concat([${red}, more], axis=1)`), 'samples'), { samples: 1599 });
  });

  it('knows the sizes of generated data', () => {
    const text = (made: string): string => `${FIT}from sklearn.datasets import make_hastie_10_2, make_moons
X, y = ${made}
SVC().fit(X, y)`;
    assert.deepEqual(facts(text('make_hastie_10_2()'), 'samples', 'features'), { samples: '12000?', features: '10?' });
    assert.deepEqual(facts(text('make_moons(500, True)'), 'samples', 'features'), { samples: 500, features: '2?' });
  });

  it('follows data through dropped columns, arrays and a split', () => {
    const text = `${FIT}from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
X = load_digits(as_frame=True).frame
X = X.drop(columns=["target"])
X_train, X_test = train_test_split(X.to_numpy(), test_size=0.5)
SVC().fit(X_train, y)`;
    assert.deepEqual(facts(text, 'dataset', 'samples'), { dataset: 'load_digits', samples: 898 });
  });

  it('takes the rows that validate from those of a Keras fit, rounded as Keras does', () => {
    const text = (given: string): string => `import keras
import numpy as np
x, y, tx, ty = np.zeros((1001, 8)), np.zeros(1001), np.zeros((50, 8)), np.zeros(50)
net = keras.Sequential([keras.layers.Dense(10)])
net.compile("adam", "mse")
net.fit(x, y, epochs=5, ${given})`;
    assert.deepEqual(facts(text('validation_split=0.2'), 'samples'), { samples: 800 });
    assert.deepEqual(facts(text('validation_data=(tx, ty)'), 'samples'), { samples: 1001 });
  });

  it('takes a literal slice bound for the rows', () => {
    const text = `${FIT}from sklearn.datasets import fetch_openml
X, y = fetch_openml(name="mnist_784", return_X_y=True)
SVC().fit(X[:5000], y[:5000])`;
    assert.deepEqual(facts(text, 'dataset', 'samples'), { dataset: 'mnist_784', samples: 5000 });
  });

  it('does not guess rows from a slice of unknown length', () => {
    assert.deepEqual(facts(`${FIT}X = load()\nSVC().fit(X[:n], y)`, 'samples'), { samples: null });
  });

  it('follows a local function that returns the pair', () => {
    const text = `${FIT}from sklearn.datasets import load_wine
def load():
    data = load_wine()
    return data.data, data.target
X, y = load()
SVC().fit(X, y)`;
    assert.deepEqual(facts(text, 'dataset', 'samples', 'features'), {
      dataset: 'load_wine',
      samples: 178,
      features: 13,
    });
  });

  it('reads the rows of made-up data, the default columns softly', () => {
    const text = `${FIT}from sklearn.datasets import make_classification
X, y = make_classification(n_samples=4000)
SVC().fit(X, y)`;
    assert.deepEqual(facts(text, 'samples', 'features'), { samples: 4000, features: '20?' });
  });

  it('takes the jobs of the search before those of the estimator', () => {
    const text = `from sklearn.model_selection import GridSearchCV
from sklearn.ensemble import RandomForestClassifier
GridSearchCV(RandomForestClassifier(n_jobs=2), {"max_depth": [1, 2]}, n_jobs=-1).fit(X, y)`;
    assert.deepEqual(facts(text, 'jobs', 'candidates', 'fits'), { jobs: -1, candidates: 2, fits: 10 });
  });

  it('takes the jobs of the estimator where the search has none', () => {
    const text = `from sklearn.model_selection import cross_val_score
from sklearn.ensemble import RandomForestClassifier
cross_val_score(RandomForestClassifier(n_jobs=4), X, y, cv=3)`;
    assert.deepEqual(facts(text, 'jobs', 'folds'), { jobs: 4, folds: 3 });
  });

  it('takes the jobs of the last step of a pipeline', () => {
    const text = `from sklearn.pipeline import make_pipeline
from sklearn.ensemble import RandomForestClassifier
from sklearn.preprocessing import StandardScaler
make_pipeline(StandardScaler(), RandomForestClassifier(n_jobs=8)).fit(X, y)`;
    assert.deepEqual(facts(text, 'jobs', 'model'), { jobs: 8, model: 'RandomForestClassifier' });
  });

  it('takes the threads and the rounds of a boosting library', () => {
    const text = `from catboost import CatBoostClassifier
CatBoostClassifier(iterations=500, thread_count=6).fit(X, y)`;
    assert.deepEqual(facts(text, 'jobs', 'maxSteps'), { jobs: 6, maxSteps: 500 });
  });
});

describe('workload of a search', () => {
  before(loadParser);

  const RANDOM =
    'from sklearn.model_selection import RandomizedSearchCV, cross_val_score, KFold\nfrom sklearn.svm import SVC\n';
  const COUNTS = ['candidates', 'folds', 'fits', 'refits'] as const;

  it('draws as often as it is told, and ten times by default', () => {
    const text = `${RANDOM}RandomizedSearchCV(SVC(), space, n_iter=40, cv=3, refit=False).fit(X, y)`;
    assert.deepEqual(facts(text, ...COUNTS), { candidates: 40, folds: 3, fits: 120, refits: 0 });
    const bare = `${RANDOM}RandomizedSearchCV(SVC(), space).fit(X, y)`;
    assert.deepEqual(facts(bare, ...COUNTS), { candidates: '10?', folds: 5, fits: 50, refits: 1 });
  });

  it('draws no more often than there are combinations', () => {
    const text = `${RANDOM}RandomizedSearchCV(SVC(), {"C": [1, 2, 3]}, n_iter=40).fit(X, y)`;
    assert.deepEqual(facts(text, ...COUNTS), { candidates: 3, folds: 5, fits: 15, refits: 1 });
  });

  it('multiplies the loops around the calls of its function', () => {
    const text = `${RANDOM}
def tune(target):
    return RandomizedSearchCV(SVC(), space, n_iter=20).fit(X, target)
for target in ["a", "b", "c"]:
    tune(target)`;
    assert.deepEqual(facts(text, ...COUNTS), { candidates: 20, folds: 5, fits: 300, refits: 3 });
  });

  it('knows no fits in a loop that it cannot count', () => {
    const text = `${RANDOM}while go():\n    RandomizedSearchCV(SVC(), space, n_iter=20).fit(X, y)`;
    assert.deepEqual(facts(text, ...COUNTS), { candidates: 20, folds: 5, fits: null, refits: null });
  });

  it('counts the folds of a list of splits', () => {
    const text = `${RANDOM}splits = list(KFold(4).split(X))\ncross_val_score(SVC(), X, y, cv=splits)`;
    assert.deepEqual(facts(text, 'folds', 'fits', 'refits'), { folds: 4, fits: 4, refits: 0 });
  });

  it('runs once for each fit of one search', () => {
    const { workloads } = modelOf(`${RANDOM}s = RandomizedSearchCV(SVC(), space)\ns.fit(X, y)\ns.fit(X2, y2)`);
    assert.deepEqual(
      workloads.map((one) => one.fits?.value),
      [50, 50],
    );
  });

  it('fits each candidate of CatBoost on one split, or on its folds when told', () => {
    const text = (more: string): string =>
      `from catboost import CatBoostClassifier\nCatBoostClassifier().grid_search({"depth": [4, 6]}, X, y${more})`;
    assert.deepEqual(facts(text(''), ...COUNTS), { candidates: 2, folds: 1, fits: 2, refits: 1 });
    const folded = text(', search_by_train_test_split=False');
    assert.deepEqual(facts(folded, ...COUNTS), { candidates: 2, folds: 3, fits: 6, refits: 1 });
  });
});

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

  it('counts runs around the epochs as trainings', () => {
    const [setup = '', loops = ''] = TORCH('loader = DataLoader(data)').split(/(?=for epoch)/);
    const repeated = `${setup}for seed in range(5):\n${loops.replace(/^(?=.)/gm, '    ')}`;
    assert.deepEqual(facts(repeated, 'epochs', 'fits'), { epochs: 30, fits: 5 });
    assert.deepEqual(facts(setup + loops, 'epochs', 'fits'), { epochs: 30, fits: null });
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

  it('sees the loader through a progress bar of a module or a variable', () => {
    const bars = 'loader = DataLoader(datasets.MNIST("."), batch_size=32)\nimport tqdm\n';
    const inline = TORCH(bars).replace('in loader', 'in tqdm.tqdm(enumerate(loader))');
    const named = TORCH(`${bars}bar = tqdm.tqdm(loader)\n`).replace('in loader', 'in bar');
    for (const text of [inline, named]) {
      assert.deepEqual(facts(text, 'dataset', 'batchSize'), { dataset: 'MNIST', batchSize: 32 });
    }
  });

  it('takes the batch that a function of another file makes a loader with', () => {
    const loader = 'from helpers import get_training_loader\nloader = get_training_loader(root, batch_size=64)';
    assert.deepEqual(facts(TORCH(loader), 'batchSize'), { batchSize: 64 });
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

  it('names a network of its own by its class', () => {
    const text = `${KERAS}model = keras.Sequential([layers.Input(shape=(8,)), layers.Dense(1)])\nmodel.fit(x, y, epochs=5)`;
    assert.deepEqual(facts(text, 'model', 'imageSize'), { model: 'Sequential', imageSize: null });
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
