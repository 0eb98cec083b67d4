# Published run: ImageNet classifiers in PyTorch, 10 epochs, batches of 32 a device, 8 A100 or one Quadro RTX 5000
# (Fischer et al. 2022, raphischer/imagenet-energy-efficiency).
import argparse
import os

import torch
import torchvision
from torch import nn
from torchvision import transforms
from torchvision.transforms.functional import InterpolationMode

parser = argparse.ArgumentParser()
parser.add_argument("--data-path", default="/raid/imagenet")
parser.add_argument("--epochs", default=10, type=int)
parser.add_argument("--batch-size", default=32, type=int)
parser.add_argument("--lr", default=0.1, type=float)
args = parser.parse_args()


def load_data(root, batch_size):
    augment = transforms.Compose(
        [
            transforms.RandomResizedCrop(224, interpolation=InterpolationMode.BILINEAR),
            transforms.RandomHorizontalFlip(),
            transforms.ToTensor(),
            transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
        ]
    )
    dataset = torchvision.datasets.ImageFolder(os.path.join(root, "train"), augment)
    sampler = torch.utils.data.RandomSampler(dataset)
    return torch.utils.data.DataLoader(
        dataset, batch_size=batch_size, sampler=sampler, num_workers=16, pin_memory=True, drop_last=True
    )


def train_one_epoch(model, criterion, optimizer, loader, device):
    model.train()
    for image, target in loader:
        image, target = image.to(device), target.to(device)
        loss = criterion(model(image), target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def main():
    device = torch.device("cuda")
    loader = load_data(args.data_path, args.batch_size * torch.cuda.device_count())
    model = torchvision.models.__dict__["resnet50"](pretrained=False, num_classes=1000)
    model = nn.DataParallel(model)
    model.to(device)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=args.lr, momentum=0.9, weight_decay=1e-4)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=30)
    for epoch in range(args.epochs):
        train_one_epoch(model, criterion, optimizer, loader, device)
        scheduler.step()
        torch.save(model.state_dict(), f"checkpoint_{epoch:03d}.pth")


if __name__ == "__main__":
    main()
