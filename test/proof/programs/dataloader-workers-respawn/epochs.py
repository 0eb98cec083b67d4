"""Train for many short epochs with loader workers."""
# proof: metric loss, lower is better
# proof: fix Set persistent_workers
import json
import os

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

SEED = int(os.environ.get("SEED", "0"))


class Waves(Dataset):
    def __len__(self):
        return 1_024

    def __getitem__(self, index):
        phase = torch.tensor(index * 0.1 + SEED)
        signal = torch.sin(torch.linspace(0, 20, 256) + phase)
        return signal, torch.cos(phase) + torch.tensor(float(index * 7919 % 101) / 101)


def main():
    loader = DataLoader(Waves(), batch_size=64, num_workers=2)
    model = nn.Linear(256, 1, bias=False)
    nn.init.zeros_(model.weight)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    for epoch in range(20):
        for signal, target in loader:
            loss = nn.functional.mse_loss(model(signal).squeeze(1), target)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    print(json.dumps({"loss": loss.item()}))


if __name__ == "__main__":
    main()
