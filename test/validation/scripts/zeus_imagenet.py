# Published run: ResNet-50 on ImageNet, one epoch on V100, A40, P100 and RTX 6000 (Zeus, NSDI 2023 traces, ml-energy/zeus).
import argparse

import torch
import torch.nn as nn
import torchvision.datasets as datasets
import torchvision.models as models
import torchvision.transforms as T

parser = argparse.ArgumentParser()
parser.add_argument("data", help="path to ImageNet")
parser.add_argument("--batch_size", type=int, default=256)
parser.add_argument("--epochs", type=int, default=1)
parser.add_argument("--num_workers", type=int, default=4)
args = parser.parse_args()

model = nn.DataParallel(models.resnet50()).cuda()
criterion = nn.CrossEntropyLoss().cuda()
optimizer = torch.optim.Adadelta(model.parameters())
train_dataset = datasets.ImageNet(
    args.data,
    split="train",
    transform=T.Compose([T.RandomResizedCrop(224), T.RandomHorizontalFlip(), T.ToTensor()]),
)
train_loader = torch.utils.data.DataLoader(
    train_dataset, batch_size=args.batch_size, shuffle=True, num_workers=args.num_workers, pin_memory=True
)
for epoch in range(args.epochs):
    model.train()
    for images, target in train_loader:
        output = model(images.cuda())
        loss = criterion(output, target.cuda())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
