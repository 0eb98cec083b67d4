"""Train a network on handwritten digits and keep the best weights."""
# proof: metric accuracy, higher is better
# proof: fix Add a patience of 10 epochs
import json
import os

import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))
EPOCHS = 50


def loaders():
    images, labels = load_digits(return_X_y=True)
    images = torch.tensor(images, dtype=torch.float32).view(-1, 1, 8, 8) / 16
    labels = torch.tensor(labels)
    rest, test = train_test_split(range(len(labels)), test_size=0.25, random_state=SEED)
    train, val = train_test_split(rest, test_size=0.2, random_state=SEED)
    parts = [TensorDataset(images[part], labels[part]) for part in (train, val, test)]
    return [DataLoader(part, batch_size=64, shuffle=part is parts[0]) for part in parts]


def evaluate(model, loader):
    model.eval()
    with torch.inference_mode():
        correct = sum((model(x).argmax(1) == y).sum().item() for x, y in loader)
    return correct / len(loader.dataset)


def main():
    torch.manual_seed(SEED)
    train_loader, val_loader, test_loader = loaders()
    model = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.Flatten(), nn.Linear(2048, 10)
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    criterion = nn.CrossEntropyLoss()

    best_accuracy = 0.0
    for epoch in range(EPOCHS):
        model.train()
        for x, y in train_loader:
            optimizer.zero_grad()
            loss = criterion(model(x), y)
            loss.backward()
            optimizer.step()
        accuracy = evaluate(model, val_loader)
        if accuracy > best_accuracy:
            best_accuracy = accuracy
            torch.save(model.state_dict(), "best.pt")

    model.load_state_dict(torch.load("best.pt"))
    print(json.dumps({"accuracy": evaluate(model, test_loader)}))


if __name__ == "__main__":
    main()
