"""Measure a trained network on its validation set."""
# proof: metric loss, lower is better
# proof: fix Use len() of the loader
import json
import os

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))


def make_data(rows, generator):
    x = torch.randn(rows, 64, generator=generator)
    return TensorDataset(x, (x[:, 0] * x[:, 1] > 0).long())


def validate(model, loader, loss_fn):
    total = 0.0
    model.eval()
    with torch.no_grad():
        for x, y in loader:
            total += loss_fn(model(x), y).item()
    return total / len(list(loader))


def main():
    generator = torch.Generator()
    for _ in range(SEED + 1):
        data = make_data(200_000, generator)
    loader = DataLoader(data, batch_size=256)
    model = nn.Linear(64, 2, bias=False)
    with torch.no_grad():
        model.weight.copy_(torch.eye(2, 64))
    for _ in range(3):
        loss = validate(model, loader, nn.CrossEntropyLoss())
    print(json.dumps({"loss": loss}))


if __name__ == "__main__":
    main()
