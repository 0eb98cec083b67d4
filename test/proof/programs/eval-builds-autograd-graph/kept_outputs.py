"""Collect the features of a trained encoder and fit a classifier on them."""
# proof: metric accuracy, higher is better
# proof: fix Evaluate under torch.no_grad()
import json
import os

import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)

images, labels = load_digits(return_X_y=True)
images = torch.tensor(images, dtype=torch.float32).view(-1, 1, 8, 8) / 16
labels = torch.tensor(labels)
loader = DataLoader(TensorDataset(images, labels), batch_size=128)

encoder = nn.Sequential(
    nn.Conv2d(1, 64, 3, padding=1), nn.ReLU(), nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(), nn.MaxPool2d(4), nn.Flatten()
)
encoder.eval()
features = []
for inputs, _ in loader:
    outputs = encoder(inputs)
    features.append(outputs.detach())
features = torch.cat(features)

head = nn.Linear(features.size(1), 10)
optimizer = torch.optim.Adam(head.parameters(), lr=0.02)
for step in range(60):
    optimizer.zero_grad()
    loss = nn.functional.cross_entropy(head(features[:1_200]), labels[:1_200])
    loss.backward()
    optimizer.step()

with torch.inference_mode():
    accuracy = (head(features[1_200:]).argmax(1) == labels[1_200:]).float().mean().item()
print(json.dumps({"accuracy": accuracy}))
