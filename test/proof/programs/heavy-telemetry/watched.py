"""Train a network and have W&B draw histograms of all its weights."""
# proof: metric accuracy, higher is better
# proof: fix Set log_freq=500
import json
import os

import torch
import wandb
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)

images, labels = load_digits(return_X_y=True)
images = torch.tensor(images, dtype=torch.float32) / 16
labels = torch.tensor(labels)
loader = DataLoader(TensorDataset(images[:1_400], labels[:1_400]), batch_size=32, shuffle=True)

model = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 128), nn.ReLU(), nn.Linear(128, 10))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

wandb.init(project="digits", settings=wandb.Settings(silent=True))
wandb.watch(model, criterion, log="all", log_freq=10)
for epoch in range(10):
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
    wandb.log({"epoch": epoch, "loss": loss.item()})
wandb.finish()

with torch.no_grad():
    accuracy = (model(images[1_400:]).argmax(1) == labels[1_400:]).float().mean().item()
print(json.dumps({"accuracy": accuracy}))
