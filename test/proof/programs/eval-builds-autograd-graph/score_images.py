"""Measure a convolutional network on held-back pictures."""
# proof: metric accuracy, higher is better
# proof: fix Evaluate under torch.inference_mode()
import json
import os

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from torchvision.models import resnet18

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)


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
images = torch.randn(1_500, 3, 64, 64)
labels = torch.randint(0, 10, (1_500,))
loader = DataLoader(TensorDataset(images, labels), batch_size=100)

model = resnet18(num_classes=10).to(device)
print(json.dumps({"accuracy": accuracy(model, loader, device)}))
