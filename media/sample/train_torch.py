"""Train a ResNet-50 on CIFAR-10 with a plain PyTorch loop."""

import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, models, transforms

EPOCHS = 90
BATCH_SIZE = 128
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
    options = {"num_workers": 4, "pin_memory": True, "persistent_workers": True}
    train_loader = DataLoader(train_set, batch_size=BATCH_SIZE, shuffle=True, **options)
    val_loader = DataLoader(val_set, batch_size=BATCH_SIZE, **options)
    return train_loader, val_loader


def train_one_epoch(model, loader, criterion, optimizer, device):
    model.train()
    total = 0.0
    for images, targets in loader:
        images = images.to(device, non_blocking=True)
        targets = targets.to(device, non_blocking=True)
        optimizer.zero_grad()
        outputs = model(images)
        loss = criterion(outputs, targets)
        loss.backward()
        optimizer.step()
        total += loss.detach() * len(images)
    return float(total) / len(loader.dataset)


def validate(model, loader, device):
    model.eval()
    correct = 0
    for images, targets in loader:
        images = images.to(device, non_blocking=True)
        targets = targets.to(device, non_blocking=True)
        outputs = model(images)
        correct += (outputs.argmax(dim=1) == targets).sum()
    return float(correct) / len(loader.dataset)


def main():
    device = torch.device("cuda")
    train_loader, val_loader = make_loaders()

    model = models.resnet50(num_classes=10).to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=EPOCHS)

    best = 0.0
    for epoch in range(EPOCHS):
        loss = train_one_epoch(model, train_loader, criterion, optimizer, device)
        accuracy = validate(model, val_loader, device)
        scheduler.step()
        print(f"epoch {epoch + 1}: loss {loss:.4f}, accuracy {accuracy:.4f}")
        if accuracy > best:
            best = accuracy
            torch.save(model.state_dict(), "resnet50_cifar10.pt")


if __name__ == "__main__":
    main()
