"""Train a convolutional network on small pictures."""
# proof: metric accuracy, higher is better
# proof: fix Compute the forward pass in bf16 autocast
# proof: fix Compute in fp16 autocast with a gradient scaler
# proof: unmeasurable needs a GPU with Tensor Cores
# proof: stand-in autocast-on-cpu
import json
import os

import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)


def block(inputs, outputs):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(), nn.MaxPool2d(2))


device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

images, labels = load_digits(return_X_y=True)
images = torch.tensor(images, dtype=torch.float32).view(-1, 1, 8, 8).repeat(1, 3, 1, 1) / 16
labels = torch.tensor(labels)
train_loader = DataLoader(TensorDataset(images[:900], labels[:900]), batch_size=30, shuffle=True)
test_loader = DataLoader(TensorDataset(images[900:], labels[900:]), batch_size=256)

model = nn.Sequential(
    block(3, 32), block(32, 64), block(64, 64), nn.Flatten(), nn.Linear(64, 10)
).to(device)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

for epoch in range(2):
    model.train()
    for inputs, targets in train_loader:
        inputs, targets = inputs.to(device), targets.to(device)
        optimizer.zero_grad()
        outputs = model(inputs)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()

model.eval()
correct = 0
with torch.inference_mode():
    for inputs, targets in test_loader:
        outputs = model(inputs.to(device))
        correct += (outputs.argmax(1) == targets.to(device)).sum().item()
print(json.dumps({"accuracy": correct / len(test_loader.dataset)}))
