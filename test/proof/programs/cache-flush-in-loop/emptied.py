"""Train a small convolutional network and empty the cache after each step."""
# proof: metric loss, lower is better
# proof: fix Remove it from the step
# proof: unmeasurable there is no cache of a GPU to empty
import json
import os

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

images = torch.randn(1_200, 1, 16, 16)
labels = (images.mean((1, 2, 3)) > 0).long()
loader = DataLoader(TensorDataset(images, labels), batch_size=50, shuffle=True)

model = nn.Sequential(
    nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.AvgPool2d(4), nn.Flatten(), nn.Linear(256, 2)
).to(device)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)

for epoch in range(3):
    total = 0.0
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(inputs.to(device)), targets.to(device))
        loss.backward()
        optimizer.step()
        total += loss.item()
        if torch.cuda.is_available():
            torch.cuda.empty_cache()

print(json.dumps({"loss": total / len(loader)}))
