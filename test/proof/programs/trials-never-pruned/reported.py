"""An objective that reports every epoch, and never asks whether to go on."""
# proof: metric loss, lower is better
# proof: fix Add trial.should_prune after each report
import json
import os

import optuna
import torch
from torch import nn

SEED = int(os.environ.get("SEED", "0"))
x = torch.linspace(-2, 2, 512).unsqueeze(1)
y = torch.sin(3 * x)


def objective(trial):
    torch.manual_seed(SEED)
    width = trial.suggest_int("width", 4, 64)
    model = nn.Sequential(nn.Linear(1, width), nn.Tanh(), nn.Linear(width, 1))
    optimizer = torch.optim.Adam(model.parameters(), lr=trial.suggest_float("lr", 1e-4, 1.0, log=True))
    for epoch in range(100):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(x), y)
        loss.backward()
        optimizer.step()
        trial.report(loss.item(), epoch)
    return loss.item()


study = optuna.create_study(direction="minimize", sampler=optuna.samplers.TPESampler(seed=SEED))
study.optimize(objective, n_trials=30)
print(json.dumps({"loss": study.best_value}))
