"""Train a network for rotating machines and look at the validation loss after each epoch."""
# proof: metric loss, lower is better
# proof: fix Evaluate under torch.inference_mode()
import json
import os

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)

x = torch.randn(12_000, 1, 128)
y = (x[:, 0, :64].abs().sum(1) > x[:, 0, 64:].abs().sum(1)).long()
train_loader = DataLoader(TensorDataset(x[:2_000], y[:2_000]), batch_size=64, shuffle=True)
val_loader = DataLoader(TensorDataset(x[2_000:], y[2_000:]), batch_size=256)

model = nn.Sequential(
    nn.Conv1d(1, 32, 5, padding=2), nn.ReLU(), nn.Conv1d(32, 32, 5, padding=2), nn.ReLU(), nn.Flatten(), nn.Linear(4096, 2)
)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

for epoch in range(3):
    model.train()
    for inputs, targets in train_loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(inputs), targets)
        loss.backward()
        optimizer.step()

    model.eval()
    val_loss = 0.0
    for inputs, targets in val_loader:
        logits = model(inputs)
        val_loss += F.cross_entropy(logits, targets, reduction="sum").item()
    val_loss /= len(val_loader.dataset)
    print(f"epoch {epoch}: {val_loss:.4f}")

print(json.dumps({"loss": val_loss}))
