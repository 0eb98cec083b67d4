"""Train a wide dense network."""
# proof: metric loss, lower is better
# proof: fix Compute the forward pass in bf16 autocast
# proof: fix Compute in fp16 autocast with a gradient scaler
# proof: fix Run float32 matrix products in TF32
# proof: unmeasurable needs a GPU with Tensor Cores
# proof: stand-in autocast-on-cpu
import json
import os

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))


def main():
    torch.manual_seed(SEED)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    x = torch.randn(1_200, 64)
    y = (x[:, :2].prod(1) > 0).long()
    loader = DataLoader(TensorDataset(x, y), batch_size=50, shuffle=True)
    model = nn.Sequential(nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 2)).to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.05)
    for epoch in range(4):
        total = 0.0
        for inputs, targets in loader:
            inputs, targets = inputs.to(device), targets.to(device)
            optimizer.zero_grad()
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
            total += loss.item()
    print(json.dumps({"loss": total / len(loader)}))


if __name__ == "__main__":
    main()
