"""Train a classifier of digits."""
# proof: metric accuracy, higher is better
# proof: fix Wrap the training in a CodeCarbon tracker
# proof: stand-in no-network
import json
import os

import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)

images, labels = load_digits(return_X_y=True)
images = torch.tensor(images, dtype=torch.float32) / 16
labels = torch.tensor(labels)
loader = DataLoader(TensorDataset(images[:1_400], labels[:1_400]), batch_size=16, shuffle=True)

model = nn.Sequential(nn.Linear(64, 256), nn.ReLU(), nn.Linear(256, 256), nn.ReLU(), nn.Linear(256, 10))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

for epoch in range(30):
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()

with torch.no_grad():
    accuracy = (model(images[1_400:]).argmax(1) == labels[1_400:]).float().mean().item()
print(json.dumps({"accuracy": accuracy}))
