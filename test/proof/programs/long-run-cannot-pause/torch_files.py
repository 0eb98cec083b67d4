"""Train a network for many epochs and keep nothing on the way."""
# proof: metric loss, lower is better
# proof: fix Add a checkpoint after each epoch
import json
import os

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)


def write_pictures():
    values = np.random.default_rng(SEED).normal(size=(80, 3, 16, 16)).astype("float32")
    np.savez("pictures.npz", values=values, labels=(values[:, 0].mean((1, 2)) > values[:, 1].mean((1, 2))).astype("int64"))


write_pictures()
pictures = np.load("pictures.npz")
dataset = TensorDataset(torch.from_numpy(pictures["values"]), torch.from_numpy(pictures["labels"]))
loader = DataLoader(dataset, batch_size=40, shuffle=True)
model = nn.Sequential(
    nn.Conv2d(3, 16, 3, padding=1), nn.ReLU(), nn.AvgPool2d(2), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(),
    nn.AvgPool2d(8), nn.Flatten(), nn.Linear(32, 2)
)
optimizer = torch.optim.SGD(model.parameters(), lr=0.01)

for epoch in range(100):
    total = 0.0
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item()

print(json.dumps({"loss": total / len(loader)}))
