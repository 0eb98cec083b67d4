"""Networks that functions make."""
import copy
import functools

import torch
from torch import nn


def conv_block(in_channels, out_channels, *args, **kwargs):
    return nn.Sequential(
        nn.Conv2d(in_channels, out_channels, *args, **kwargs),
        nn.BatchNorm2d(out_channels),
        nn.ReLU(),
    )


def dec_block(in_f, out_f):
    return nn.Sequential(nn.Linear(in_f, out_f), nn.Sigmoid())


def make_mlp(dim_list, activation="relu", batch_norm=True, dropout=0):
    layers = []
    for dim_in, dim_out in zip(dim_list[:-1], dim_list[1:]):
        layers.append(nn.Linear(dim_in, dim_out))
        if batch_norm:
            layers.append(nn.BatchNorm1d(dim_out))
        if activation == "relu":
            layers.append(nn.ReLU())
        elif activation == "leakyrelu":
            layers.append(nn.LeakyReLU())
        if dropout > 0:
            layers.append(nn.Dropout(p=dropout))
    return nn.Sequential(*layers)


def build_classifier(name, num_classes):
    if name == "small":
        widths = [16, 32]
    elif name == "large":
        widths = [64, 128, 256]
    else:
        raise ValueError(name)
    channels = 3
    blocks = []
    for width in widths:
        blocks.append(conv_block(channels, width, kernel_size=3, padding=1))
        channels = width
    return nn.Sequential(*blocks, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, num_classes))


cfgs = {
    "A": [64, "M", 128, "M", 256, 256, "M", 512, 512, "M", 512, 512, "M"],
    "T": [8, "M", 16, "M"],
}


def make_layers(cfg, batch_norm=False):
    layers = []
    in_channels = 3
    for v in cfg:
        if v == "M":
            layers += [nn.MaxPool2d(kernel_size=2, stride=2)]
        else:
            conv2d = nn.Conv2d(in_channels, v, kernel_size=3, padding=1)
            if batch_norm:
                layers += [conv2d, nn.BatchNorm2d(v), nn.ReLU(inplace=True)]
            else:
                layers += [conv2d, nn.ReLU(inplace=True)]
            in_channels = v
    return nn.Sequential(*layers)


class VGG(nn.Module):
    def __init__(self, features, num_classes=1000, width=4096):
        super().__init__()
        self.features = features
        self.avgpool = nn.AdaptiveAvgPool2d((7, 7))
        self.classifier = nn.Sequential(
            nn.Linear(512 * 7 * 7, width), nn.ReLU(True), nn.Dropout(), nn.Linear(width, num_classes)
        )

    def forward(self, x):
        return self.classifier(torch.flatten(self.avgpool(self.features(x)), 1))


def vgg11(**kwargs):
    return VGG(make_layers(cfgs["A"], batch_norm=True), **kwargs)


class Expert(nn.Module):
    def __init__(self, d, *, act=nn.ReLU):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(d, 4 * d), act(), nn.Linear(4 * d, d))

    def forward(self, x):
        return self.net(x)


def clones(module, n):
    return nn.ModuleList([copy.deepcopy(module) for _ in range(n)])


class Mixture(nn.Module):
    def __init__(self, d, n_experts, expert):
        super().__init__()
        self.gate = nn.Linear(d, n_experts, bias=False)
        self.experts = clones(expert, n_experts)

    def forward(self, x):
        return sum(e(x) for e in self.experts)


quiet_conv = functools.partial(nn.Conv2d, kernel_size=1, bias=False)

model_block = conv_block(3, 32, kernel_size=3, stride=2)
model_decoder = nn.Sequential(*[dec_block(i, o) for i, o in [(8, 64), (64, 256)]])
model_mlp = make_mlp([12, 100, 50, 2])
model_mlp_bare = make_mlp((12, 30, 1), activation="leakyrelu", batch_norm=False, dropout=0.2)
model_small = build_classifier("small", 10)
model_large = build_classifier("large", num_classes=20)
model_features = make_layers(cfgs["T"])
model_vgg = vgg11(num_classes=10, width=512)
model_mixture = Mixture(32, 4, Expert(32, act=nn.GELU))
model_quiet = nn.Sequential(quiet_conv(16, 8), quiet_conv(8, 4))
