"""Train a classifier of digits and print the mean loss of each epoch."""
# proof: metric loss, lower is better
# proof: fix Add .detach() to what is kept
import json
import os

import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)

images, labels = load_digits(return_X_y=True)
data = TensorDataset(torch.tensor(images, dtype=torch.float32).view(-1, 1, 8, 8) / 16, torch.tensor(labels))
loader = DataLoader(data, batch_size=32, shuffle=True)

model = nn.Sequential(
    nn.Conv2d(1, 64, 3, padding=1), nn.ReLU(), nn.Conv2d(64, 64, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(4096, 10)
)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)

for epoch in range(4):
    running_loss = 0
    for inputs, targets in loader:
        loss = criterion(model(inputs), targets)
        running_loss += loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(f"epoch {epoch}: {running_loss / len(loader):.4f}")

print(json.dumps({"loss": float(running_loss) / len(loader)}))
