"""Sweep a grid of settings with Weights & Biases."""
# proof: metric loss, lower is better
# proof: fix Use Bayesian search with 12 runs
# proof: stand-in local-sweeps
import json
import os

import numpy as np
import wandb

SEED = int(os.environ.get("SEED", "0"))
losses = []


def train():
    with wandb.init() as run:
        random = np.random.default_rng(SEED)
        X = random.normal(size=(20_000, 40))
        y = X @ random.normal(size=40) + random.normal(size=20_000)
        weights = np.zeros(40)
        for epoch in range(20):
            for rows in np.array_split(np.arange(len(y)), run.config["batches"]):
                weights -= run.config["lr"] * X[rows].T @ (X[rows] @ weights - y[rows]) / len(rows)
            loss = float(np.mean((X @ weights - y) ** 2))
            run.log({"loss": loss})
        losses.append(loss)


sweep_config = {
    "method": "grid",
    "metric": {"name": "loss", "goal": "minimize"},
    "parameters": {"lr": {"values": [0.1, 0.03, 0.01, 0.003, 0.001]}, "batches": {"values": [5, 10, 20, 40]}},
}
sweep_id = wandb.sweep(sweep_config, project="proof")
wandb.agent(sweep_id, function=train)
print(json.dumps({"loss": min(losses)}))
