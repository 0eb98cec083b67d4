# Published run: ImageNet classifiers in PyTorch, 10 epochs, batches of 32, 8 A100 or one Quadro RTX 5000
# (Fischer et al. 2022, raphischer/imagenet-energy-efficiency).
import os

import torch
import torchvision
from torch import nn
from torchvision import transforms
from torchvision.transforms.functional import InterpolationMode

MODEL = "ResNet50"
EPOCHS = 10
BATCH = 32


def load_data(root):
    augment = transforms.Compose(
        [
            transforms.RandomResizedCrop(224, interpolation=InterpolationMode.BILINEAR),
            transforms.RandomHorizontalFlip(),
            transforms.ToTensor(),
            transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225)),
        ]
    )
    dataset = torchvision.datasets.ImageNet(root, split="train", transform=augment)
    sampler = torch.utils.data.distributed.DistributedSampler(dataset)
    return torch.utils.data.DataLoader(dataset, batch_size=BATCH, sampler=sampler, num_workers=8, pin_memory=True)


def train_one_epoch(model, criterion, optimizer, loader, device):
    model.train()
    for image, target in loader:
        image, target = image.to(device), target.to(device)
        loss = criterion(model(image), target)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()


def main():
    torch.distributed.init_process_group("nccl")
    device = torch.device("cuda", int(os.environ["LOCAL_RANK"]))
    loader = load_data("/data/imagenet")
    model = torchvision.models.resnet50(num_classes=1000).to(device)
    model = nn.parallel.DistributedDataParallel(model, device_ids=[device.index])
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
    for epoch in range(EPOCHS):
        train_one_epoch(model, criterion, optimizer, loader, device)
        torch.save(model.state_dict(), f"{MODEL}_{epoch}.pt")


if __name__ == "__main__":
    main()
