/** How often a training runs: the loops around it, around the calls of its function, and what cannot be counted of them. */
import assert from 'node:assert/strict';
import { modelOf } from '../../support/model';
import { loadParser } from '../../support/program';
import { facts } from '../../support/workloads';

const indented = (text: string, by = '    '): string => text.replace(/^(?=.)/gm, by);

const LIGHT = `import lightgbm as lgb
from sklearn.model_selection import KFold, StratifiedKFold
`;

describe('fits of an estimator', () => {
  before(loadParser);

  const fits = (text: string): Record<string, unknown> => facts(LIGHT + text, 'fits', 'leastFits');
  const FIT = 'booster = lgb.LGBMRegressor()\nbooster.fit(x, y)\n';

  it('are not counted where it is fitted once', () => {
    assert.deepEqual(fits(FIT), { fits: null, leastFits: null });
  });

  it('are one for each fold, seed and setting', () => {
    const folds = `splitter = StratifiedKFold(n_splits=8)\nfor train, held in splitter.split(x, y):\n${indented(FIT)}`;
    assert.deepEqual(fits(folds), { fits: 8, leastFits: null });
    assert.deepEqual(fits(`for rate in [0.1, 0.03, 0.01]:\n${indented(folds)}`), { fits: 24, leastFits: null });
    assert.deepEqual(fits(`for seed, rate in zip(seeds, (1, 2)):\n${indented(FIT)}`), { fits: 2, leastFits: null });
  });

  it('follow the calls of its function', () => {
    const run = `def evaluate(columns):\n${indented(FIT)}`;
    assert.deepEqual(fits(`${run}for part in range(4):\n    evaluate(part)`), { fits: 4, leastFits: null });
    assert.deepEqual(fits(`${run}evaluate("a")\nevaluate("b")`), { fits: 2, leastFits: null });
    const through = `${run}def study():\n    for part in range(4):\n        evaluate(part)\nfor seed in range(3):\n    study()`;
    assert.deepEqual(fits(through), { fits: 12, leastFits: null });
  });

  it('are as many as trials of a search that is handed their function', () => {
    const objective = `import optuna\ndef objective(trial):\n${indented(FIT)}    return booster.score(x, y)\n`;
    assert.deepEqual(fits(`${objective}study = optuna.create_study()\nstudy.optimize(objective, n_trials=40)`), {
      fits: 40,
      leastFits: null,
    });
    assert.deepEqual(fits(`${objective}study = optuna.create_study()\nstudy.optimize(lambda t: objective(t), 25)`), {
      fits: 25,
      leastFits: null,
    });
    assert.deepEqual(fits(`${objective}study = optuna.create_study()\nstudy.optimize(objective, timeout=600)`), {
      fits: null,
      leastFits: 1,
    });
  });

  it('are open where a loop cannot be counted, and at least those of the others', () => {
    assert.deepEqual(fits(`for name in names:\n${indented(FIT)}`), { fits: null, leastFits: 1 });
    assert.deepEqual(fits(`while improving:\n${indented(FIT)}`), { fits: null, leastFits: 1 });
    assert.deepEqual(fits(`for seed in range(6):\n    for name in names:\n${indented(FIT, '        ')}`), {
      fits: null,
      leastFits: 6,
    });
  });

  it('are open where a turn may be left out or be the last', () => {
    const inLoop = (more: string): Record<string, unknown> => fits(`for turn in range(9):\n${indented(more)}`);
    assert.deepEqual(inLoop(`if turn % 3 == 0:\n${indented(FIT)}`), { fits: null, leastFits: 1 });
    assert.deepEqual(inLoop(`if turn in known:\n    continue\n${FIT}`), { fits: null, leastFits: 1 });
    assert.deepEqual(inLoop(`${FIT}if booster.score(x, y) > 0.9:\n    break\n`), { fits: null, leastFits: 1 });
    assert.deepEqual(inLoop(`if settings.train:\n${indented(FIT)}`), { fits: 9, leastFits: null });
  });

  it('count one of several calls that exclude each other, and one way into a library', () => {
    const run = `def evaluate(columns):\n${indented(FIT)}`;
    assert.deepEqual(fits(`${run}if small:\n    evaluate("a")\nelse:\n    evaluate("b")`), {
      fits: null,
      leastFits: null,
    });
    const library = `${run}def quick():\n    evaluate("a")\ndef slow():\n    evaluate("a")\n    evaluate("b")\n`;
    assert.deepEqual(fits(library), { fits: null, leastFits: 1 });
    assert.deepEqual(fits(`${library}slow()`), { fits: 2, leastFits: null });
  });

  it('leave out calls whose arguments switch the training off', () => {
    const run = `def evaluate(columns, train):\n    if train:\n${indented(FIT, '        ')}`;
    assert.deepEqual(fits(`${run}evaluate("a", True)\nevaluate("b", True)\nevaluate("b", False)`), {
      fits: 2,
      leastFits: null,
    });
  });

  it('are those of a cross-validation times the loops around it', () => {
    const text = `from sklearn.svm import SVC
from sklearn.model_selection import cross_val_score
`;
    const score = 'scores = cross_val_score(SVC(), x, y, cv=4)\n';
    assert.deepEqual(facts(`${text}for kernel in ["rbf", "poly"]:\n    ${score}`, 'fits'), { fits: 8 });
    assert.deepEqual(facts(`${text}for kernel in kernels:\n    ${score}`, 'fits', 'leastFits'), {
      fits: null,
      leastFits: 4,
    });
  });
});

describe('fits of a network', () => {
  before(loadParser);

  it('are those of the loops around Keras and Lightning', () => {
    const keras = `from tensorflow import keras
for width in (16, 32, 64):
    net = keras.Sequential([keras.layers.Dense(width)])
    net.compile(optimizer="adam", loss="mse")
    net.fit(x, y, epochs=12)`;
    assert.deepEqual(facts(keras, 'epochs', 'fits'), { epochs: 12, fits: 3 });
    const lightning = `import lightning as L
for fold in range(5):
    trainer = L.Trainer(max_epochs=20)
    trainer.fit(Net(fold), loader)`;
    assert.deepEqual(facts(lightning, 'epochs', 'fits'), { epochs: 20, fits: 5 });
  });
});

const STEP = `loss = criterion(net(x), y)
optimizer.zero_grad()
loss.backward()
optimizer.step()
`;
const SETUP = `import torch
net = torch.nn.Linear(8, 2)
optimizer = torch.optim.Adam(net.parameters())
`;
const EPOCHS = `for epoch in range(6):\n    for x, y in loader:\n${indented(STEP, '        ')}`;

describe('a loop around the epochs of a hand-written training', () => {
  before(loadParser);

  it('makes more epochs where the weights are trained on', () => {
    const text = `${SETUP}for cycle in range(4):\n${indented(EPOCHS)}`;
    assert.deepEqual(facts(text, 'epochs', 'fits'), { epochs: 24, fits: null });
  });

  it('makes more trainings where they are made anew', () => {
    const anew = `for cycle in range(4):\n${indented(`${SETUP.replace('import torch\n', '')}${EPOCHS}`)}`;
    assert.deepEqual(facts(`import torch\n${anew}`, 'epochs', 'fits'), { epochs: 6, fits: 4 });
    const reset = `${SETUP}for cycle in range(4):\n    net.reset_parameters()\n${indented(EPOCHS)}`;
    assert.deepEqual(facts(reset, 'epochs', 'fits'), { epochs: 6, fits: 4 });
    const called = `import torch\ndef train():\n${indented(SETUP.replace('import torch\n', '') + EPOCHS)}for part in parts:\n    train()`;
    assert.deepEqual(facts(called, 'epochs', 'fits', 'leastFits'), { epochs: 6, fits: null, leastFits: 1 });
  });

  it('makes more steps of those that are counted', () => {
    const updates = `for update in range(50):
    for _ in range(3):
        for start in range(0, 256, 32):
${indented(STEP, '            ')}`;
    assert.deepEqual(facts(SETUP + updates, 'epochs', 'maxSteps', 'fits'), { epochs: 150, maxSteps: 1200, fits: null });
  });

  it('leaves epochs open where it cannot be counted', () => {
    assert.deepEqual(facts(`${SETUP}while playing:\n${indented(EPOCHS)}`, 'epochs'), { epochs: null });
  });

  it('is none over the phases of an epoch', () => {
    const phases = `${SETUP}for epoch in range(6):
    for phase, loader in zip(["train", "val"], loaders):
        for x, y in loader:
${indented(STEP, '            ')}`;
    assert.deepEqual(facts(phases, 'epochs', 'fits'), { epochs: 6, fits: null });
  });

  it('is none over networks that one step trains', () => {
    const pair = `${SETUP}critic = torch.nn.Linear(8, 1)
for turn in range(500):
    for net in (net, critic):
${indented(STEP, '        ')}`;
    assert.deepEqual(facts(pair, 'epochs', 'maxSteps'), { epochs: null, maxSteps: 500 });
  });

  it('counts where a call starts it, too', () => {
    const text = `${SETUP}def train(count):
    for epoch in range(count):
        for x, y in loader:
${indented(STEP, '            ')}train(2)
for turn in range(3):
    train(7)`;
    const runs = modelOf(text).workloads.map(({ epochs, fits }) => [epochs?.value, fits?.value ?? null]);
    assert.deepEqual(runs, [
      [2, null],
      [7, 3],
    ]);
  });
});

describe('rounds of a federation', () => {
  before(loadParser);

  const client = (start: string): string => `import flwr as fl
import lightgbm as lgb


class Client(fl.client.NumPyClient):
    def fit(self, parameters, config):
        booster = lgb.LGBMRegressor()
        booster.fit(self.x, self.y)
        return weights(booster), len(self.x), {}


${start}`;
  const fits = (start: string): Record<string, unknown> => facts(client(start), 'fits', 'leastFits');
  const simulation = (strategy: string): string =>
    `fl.simulation.start_simulation(client_fn=make, num_clients=10, config=fl.server.ServerConfig(num_rounds=20)${strategy})`;

  it('are fits of the whole federation, whose clients divide the data', () => {
    assert.deepEqual(fits(simulation('')), { fits: 20, leastFits: null });
    const half = 'strategy=fl.server.strategy.FedAvg(fraction_fit=0.5, min_fit_clients=5)';
    assert.deepEqual(fits(simulation(`, ${half}`)), { fits: 10, leastFits: null });
  });

  it('are unknown where the server is elsewhere, or draws a number of clients', () => {
    const unknown = { fits: null, leastFits: 1 };
    assert.deepEqual(
      fits('fl.client.start_client(server_address="server:8080", client=Client().to_client())'),
      unknown,
    );
    assert.deepEqual(
      fits(simulation(', strategy=fl.server.strategy.FedAvg(fraction_fit=0.0, min_fit_clients=3)')),
      unknown,
    );
  });

  it('are those of a function that a ClientApp trains with', () => {
    const text = `import lightgbm as lgb
from flwr.client import ClientApp
from flwr.server import ServerConfig

app = ClientApp()


@app.train()
def train(message, context):
    booster = lgb.LGBMRegressor()
    booster.fit(x, y)


config = ServerConfig(num_rounds=5)
`;
    assert.deepEqual(facts(text, 'fits'), { fits: 5 });
  });

  it('are not taken from a class of that method that is no client', () => {
    const text = client(simulation('')).replace('fl.client.NumPyClient', 'Base');
    assert.deepEqual(facts(text, 'fits', 'leastFits'), { fits: null, leastFits: null });
  });
});
