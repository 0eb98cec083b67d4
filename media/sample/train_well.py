"""The same CIFAR-10 task with the waste taken out: bfloat16, no autograd graph in validation, early stopping."""

import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms

MAX_EPOCHS = 90
PATIENCE = 8
BATCH_SIZE = 256
MEAN, STD = (0.4914, 0.4822, 0.4465), (0.2470, 0.2435, 0.2616)


def make_loaders(root="data"):
    train_transform = transforms.Compose(
        [
            transforms.RandomCrop(32, padding=4),
            transforms.RandomHorizontalFlip(),
            transforms.ToTensor(),
            transforms.Normalize(MEAN, STD),
        ]
    )
    val_transform = transforms.Compose([transforms.ToTensor(), transforms.Normalize(MEAN, STD)])
    train_set = datasets.CIFAR10(root, train=True, download=True, transform=train_transform)
    val_set = datasets.CIFAR10(root, train=False, download=True, transform=val_transform)
    train_loader = DataLoader(
        train_set,
        batch_size=BATCH_SIZE,
        shuffle=True,
        num_workers=4,
        pin_memory=True,
        persistent_workers=True,
    )
    val_loader = DataLoader(
        val_set,
        batch_size=BATCH_SIZE,
        num_workers=4,
        pin_memory=True,
        persistent_workers=True,
    )
    return train_loader, val_loader


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    total = torch.zeros((), device=device)
    for images, targets in loader:
        images = images.to(device, non_blocking=True)
        targets = targets.to(device, non_blocking=True)
        optimizer.zero_grad()
        with torch.amp.autocast("cuda", dtype=torch.bfloat16):
            outputs = model(images)
            loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(images)
    return float(total) / len(loader.dataset)


@torch.inference_mode()
def validate(model, loader, criterion, device):
    model.eval()
    total = torch.zeros((), device=device)
    for images, targets in loader:
        images = images.to(device, non_blocking=True)
        targets = targets.to(device, non_blocking=True)
        with torch.amp.autocast("cuda", dtype=torch.bfloat16):
            outputs = model(images)
        total += criterion(outputs.float(), targets) * len(images)
    return float(total) / len(loader.dataset)


def main():
    torch.set_float32_matmul_precision("high")
    device = torch.device("cuda")
    train_loader, val_loader = make_loaders()

    model = models.resnet18(weights=models.ResNet18_Weights.DEFAULT)
    model.fc = nn.Linear(model.fc.in_features, 10)
    model = model.to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=0.05, fused=True)

    best, bad_epochs = float("inf"), 0
    for epoch in range(MAX_EPOCHS):
        train_loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        val_loss = validate(model, val_loader, criterion, device)
        print(f"epoch {epoch + 1}: train loss {train_loss:.4f}, validation loss {val_loss:.4f}")
        if val_loss < best:
            best, bad_epochs = val_loss, 0
            torch.save(model.state_dict(), "resnet18_cifar10.pt")
        else:
            bad_epochs += 1
        if bad_epochs >= PATIENCE:
            print(f"no better for {PATIENCE} epochs, stopping")
            break


if __name__ == "__main__":
    main()
