"""Networks that hold networks: recursive U-Nets, dense blocks, autoencoders, generators and critics."""
import functools
from itertools import chain

import torch
from torch import nn


class Level(nn.Module):
    """One level of a U-Net around the next one."""

    def __init__(self, outer, inner, below=None, outermost=None):
        super().__init__()
        self.down = nn.Sequential(nn.Conv2d(outer, inner, 4, 2, 1), nn.BatchNorm2d(inner), nn.LeakyReLU(0.2))
        self.below = below
        up = inner if below is None else inner * 2
        self.up = nn.Sequential(nn.ConvTranspose2d(up, outermost or outer, 4, 2, 1), nn.BatchNorm2d(outermost or outer), nn.ReLU())
        self.outermost = outermost is not None

    def forward(self, x):
        y = self.down(x)
        if self.below is not None:
            y = self.below(y)
        y = self.up(y)
        if self.outermost:
            return torch.tanh(y)
        return torch.cat([x, y], dim=1)


def unet(channels, outputs, widths):
    level = None
    for outer, inner in reversed(list(zip(widths[:-1], widths[1:]))):
        level = Level(outer, inner, below=level)
    return Level(channels, widths[0], below=level, outermost=outputs)


class DenseLayer(nn.Module):
    def __init__(self, cin, growth):
        super().__init__()
        self.norm = nn.BatchNorm2d(cin)
        self.conv = nn.Conv2d(cin, growth, 3, padding=1, bias=False)

    def forward(self, x):
        return torch.cat((x, self.conv(self.norm(x).relu())), 1)


class DenseNet(nn.Module):
    def __init__(self, growth=12, layers=(6, 6, 6), classes=10):
        super().__init__()
        width = 2 * growth
        self.first = nn.Conv2d(3, width, 3, padding=1, bias=False)
        for index, count in enumerate(layers):
            block = nn.Sequential(*(DenseLayer(width + i * growth, growth) for i in range(count)))
            width += count * growth
            setattr(self, f"block{index}", block)
            if index + 1 < len(layers):
                setattr(self, f"trans{index}", nn.Sequential(nn.BatchNorm2d(width), nn.ReLU(), nn.Conv2d(width, width // 2, 1), nn.AvgPool2d(2)))
                width //= 2
        self.count = len(layers)
        self.norm = nn.BatchNorm2d(width)
        self.fc = nn.Linear(width, classes)

    def forward(self, x):
        x = self.first(x)
        for index in range(self.count):
            x = getattr(self, f"block{index}")(x)
            if index + 1 < self.count:
                x = getattr(self, f"trans{index}")(x)
        x = self.norm(x).relu().mean(dim=[2, 3])
        return self.fc(x)


class VAE(nn.Module):
    def __init__(self, dims=(784, 400), latent=20):
        super().__init__()
        self.encoder = nn.Sequential(*chain.from_iterable((nn.Linear(a, b), nn.ReLU()) for a, b in zip(dims, dims[1:])))
        self.mu, self.logvar = nn.Linear(dims[-1], latent), nn.Linear(dims[-1], latent)
        back = [latent, *dims[::-1]]
        steps = []
        for a, b in zip(back[:-1], back[1:]):
            steps.append(nn.Linear(a, b))
            steps.append(nn.ReLU() if b != back[-1] else nn.Sigmoid())
        self.decoder = nn.Sequential(*steps)

    def reparameterize(self, mu, logvar):
        std = torch.exp(0.5 * logvar)
        return mu + std * torch.randn_like(std)

    def forward(self, x):
        h = self.encoder(x.view(-1, 784))
        mu, logvar = self.mu(h), self.logvar(h)
        return self.decoder(self.reparameterize(mu, logvar)), mu, logvar


def generator(nz=100, ngf=64, nc=3):
    def up(a, b, *args):
        return [nn.ConvTranspose2d(a, b, 4, *args, bias=False), nn.BatchNorm2d(b), nn.ReLU(True)]

    return nn.Sequential(
        *up(nz, ngf * 8, 1, 0),
        *up(ngf * 8, ngf * 4, 2, 1),
        *up(ngf * 4, ngf * 2, 2, 1),
        nn.ConvTranspose2d(ngf * 2, nc, 4, 2, 1, bias=False),
        nn.Tanh(),
    )


class Critic(nn.Module):
    def __init__(self, widths, norm=functools.partial(nn.InstanceNorm2d, affine=True)):
        super().__init__()
        self.net = nn.Sequential()
        cin = 3
        for i, width in enumerate(widths):
            self.net.append(nn.Conv2d(cin, width, 4, 2, 1, bias=i == 0))
            if i:
                self.net.append(norm(width))
            self.net.append(nn.LeakyReLU(0.2, inplace=True))
            cin = width
        self.net.append(nn.Conv2d(cin, 1, 4))

    def forward(self, x):
        return self.net(x).view(x.size(0))


model_unet = unet(3, 1, [32, 64, 128, 256])
input_unet = torch.randn(1, 3, 64, 64)
model_unet(input_unet)
model_dense = DenseNet()
input_dense = torch.randn(1, 3, 32, 32)
model_dense(input_dense)
model_vae = VAE()
input_vae = torch.rand(4, 1, 28, 28)
model_vae(input_vae)
model_vae_deep = VAE(dims=(784, 512, 256), latent=8)
input_vae_deep = torch.rand(4, 1, 28, 28)
model_vae_deep(input_vae_deep)
model_generator = generator()
input_generator = torch.randn(2, 100, 1, 1)
model_generator(input_generator)
model_critic = Critic([64, 128, 256])
input_critic = torch.randn(2, 3, 32, 32)
model_critic(input_critic)
