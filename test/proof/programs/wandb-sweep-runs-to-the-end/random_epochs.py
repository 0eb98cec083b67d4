"""Sweep a learning rate at random; each run logs every epoch and none is ended early."""
# proof: metric loss, lower is better
# proof: fix Add early_terminate
# proof: stand-in local-sweeps
import json
import os

import torch
import wandb
from torch import nn

SEED = int(os.environ.get("SEED", "0"))
losses = []


def train():
    with wandb.init() as run:
        torch.manual_seed(SEED)
        x = torch.randn(4_000, 20)
        y = torch.sin(x[:, :1]) + x[:, 1:2] * x[:, 2:3]
        model = nn.Sequential(nn.Linear(20, 64), nn.Tanh(), nn.Linear(64, 1))
        optimizer = torch.optim.SGD(model.parameters(), lr=wandb.config["lr"])
        for epoch in range(18):
            for rows in torch.randperm(len(y)).split(200):
                loss = nn.functional.mse_loss(model(x[rows]), y[rows])
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            score = nn.functional.mse_loss(model(x), y).item()
            losses.append(score)
            wandb.log({"loss": score})


sweep_id = wandb.sweep(
    {
        "method": "random",
        "metric": {"name": "loss", "goal": "minimize"},
        "parameters": {"lr": {"min": 0.0001, "max": 0.2}},
    },
    project="proof",
)
wandb.agent(sweep_id, function=train, count=15)
print(json.dumps({"loss": min(losses)}))
