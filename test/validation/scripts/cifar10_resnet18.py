# Published run: ResNet-18 for CIFAR-10 in half precision, 40 epochs, one V100, 7.3 minutes (stanford-futuredata/dawn-bench-entries basenet).
import torch
import torch.nn as nn
import torch.nn.functional as F
import torchvision
import torchvision.transforms as T


class PreActBlock(nn.Module):
    def __init__(self, in_channels, out_channels, stride=1):
        super().__init__()
        self.bn1 = nn.BatchNorm2d(in_channels)
        self.conv1 = nn.Conv2d(in_channels, out_channels, kernel_size=3, stride=stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(out_channels)
        self.conv2 = nn.Conv2d(out_channels, out_channels, kernel_size=3, stride=1, padding=1, bias=False)
        self.shortcut = nn.Identity()
        if stride != 1 or in_channels != out_channels:
            self.shortcut = nn.Conv2d(in_channels, out_channels, kernel_size=1, stride=stride, bias=False)

    def forward(self, x):
        out = F.relu(self.bn1(x))
        shortcut = self.shortcut(out)
        out = self.conv1(out)
        out = self.conv2(F.relu(self.bn2(out)))
        return out + shortcut


class ResNet18(nn.Module):
    def __init__(self, blocks=(2, 2, 2, 2), classes=10):
        super().__init__()
        self.width = 64
        self.prep = nn.Sequential(nn.Conv2d(3, 64, 3, padding=1, bias=False), nn.BatchNorm2d(64), nn.ReLU())
        self.layers = nn.Sequential(
            self._layer(64, 64, blocks[0], 1),
            self._layer(64, 128, blocks[1], 2),
            self._layer(128, 256, blocks[2], 2),
            self._layer(256, 256, blocks[3], 2),
        )
        self.classifier = nn.Linear(512, classes)

    def _layer(self, in_channels, out_channels, count, stride):
        layers = [PreActBlock(in_channels, out_channels, stride)]
        layers += [PreActBlock(out_channels, out_channels) for _ in range(count - 1)]
        return nn.Sequential(*layers)

    def forward(self, x):
        x = self.layers(self.prep(x))
        x = torch.cat([F.adaptive_avg_pool2d(x, 1), F.adaptive_max_pool2d(x, 1)], dim=1)
        return self.classifier(x.flatten(1))


augment = T.Compose([T.RandomCrop(32, padding=4), T.RandomHorizontalFlip(), T.ToTensor()])
trainset = torchvision.datasets.CIFAR10("data", train=True, download=True, transform=augment)
trainloader = torch.utils.data.DataLoader(trainset, batch_size=128, shuffle=True, num_workers=8, pin_memory=True)

model = ResNet18().to("cuda")
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4)
epochs = 40
schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=epochs * len(trainloader))
scaler = torch.cuda.amp.GradScaler()

for epoch in range(epochs):
    model.train()
    for x, y in trainloader:
        x, y = x.to("cuda", non_blocking=True), y.to("cuda", non_blocking=True)
        with torch.cuda.amp.autocast():
            loss = F.cross_entropy(model(x), y)
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        schedule.step()
