# Published run: ShuffleNet V2 on CIFAR-100, one epoch, batches of 8 and 1024 (Zeus, NSDI 2023 traces, ml-energy/zeus).
import argparse

import torch
import torch.nn as nn
from torchvision import datasets, models, transforms

parser = argparse.ArgumentParser()
parser.add_argument("--batch-size", type=int, default=1024)
parser.add_argument("--epochs", type=int, default=1)
parser.add_argument("--num-workers", type=int, default=4)
args = parser.parse_args()

transform = transforms.Compose(
    [
        transforms.RandomCrop(32, padding=4),
        transforms.RandomHorizontalFlip(),
        transforms.RandomRotation(15),
        transforms.ToTensor(),
    ]
)
training_set = datasets.CIFAR100("data", train=True, download=True, transform=transform)
training_loader = torch.utils.data.DataLoader(
    training_set, batch_size=args.batch_size, shuffle=True, num_workers=args.num_workers
)
net = models.shufflenet_v2_x1_0(num_classes=100).cuda()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adadelta(net.parameters())

for epoch in range(args.epochs):
    net.train()
    for images, labels in training_loader:
        images, labels = images.cuda(), labels.cuda()
        optimizer.zero_grad()
        loss = criterion(net(images), labels)
        loss.backward()
        optimizer.step()
