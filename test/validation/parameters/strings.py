"""Architectures written as strings and parsed: VGG letters, inverted residuals, token grammars."""
import math
import re

import torch
import torch.nn as nn


def parse_vgg(spec):
    layers, c = [], 3
    for token in spec.split("-"):
        if token == "M":
            layers.append(nn.MaxPool2d(2))
        else:
            layers += [nn.Conv2d(c, int(token), 3, padding=1), nn.ReLU(True)]
            c = int(token)
    return nn.Sequential(*layers), c


class VGG(nn.Module):
    def __init__(self, spec="32-32-M-64-64-M-128-128-M", classes=10):
        super(VGG, self).__init__()
        self.features, c = parse_vgg(spec)
        self.classifier = nn.Sequential(nn.Linear(c * 4 * 4, 256), nn.ReLU(True), nn.Dropout(), nn.Linear(256, classes))

    def forward(self, x):
        x = self.features(x)
        x = torch.flatten(x, 1)
        return self.classifier(x)


def round_to(value, divisor=8):
    new = max(divisor, int(value + divisor / 2) // divisor * divisor)
    if new < 0.9 * value:
        new += divisor
    return new


class InvertedResidual(nn.Module):
    def __init__(self, cin, cout, stride, expand):
        super().__init__()
        hidden = int(round(cin * expand))
        self.skip = stride == 1 and cin == cout
        layers = []
        if expand != 1:
            layers.extend([nn.Conv2d(cin, hidden, 1, bias=False), nn.BatchNorm2d(hidden), nn.ReLU6(inplace=True)])
        layers.extend(
            [
                nn.Conv2d(hidden, hidden, 3, stride, 1, groups=hidden, bias=False),
                nn.BatchNorm2d(hidden),
                nn.ReLU6(inplace=True),
                nn.Conv2d(hidden, cout, 1, bias=False),
                nn.BatchNorm2d(cout),
            ]
        )
        self.conv = nn.Sequential(*layers)

    def forward(self, x):
        if self.skip:
            return x + self.conv(x)
        return self.conv(x)


class MobileNet(nn.Module):
    """Each row: expansion, channels, repeats, stride."""

    ROWS = "1,16,1,1 6,24,2,1 6,32,3,2 6,64,4,2 6,96,3,1 6,160,3,2 6,320,1,1"

    def __init__(self, classes=100, width=1.0):
        super().__init__()
        c = round_to(32 * width)
        features = [nn.Sequential(nn.Conv2d(3, c, 3, 1, 1, bias=False), nn.BatchNorm2d(c), nn.ReLU6(inplace=True))]
        for row in self.ROWS.split():
            t, channels, n, s = [int(x) for x in row.split(",")]
            out = round_to(channels * width)
            for i in range(n):
                features.append(InvertedResidual(c, out, s if i == 0 else 1, t))
                c = out
        last = round_to(1280 * max(1.0, width))
        features.append(nn.Sequential(nn.Conv2d(c, last, 1, bias=False), nn.BatchNorm2d(last), nn.ReLU6(inplace=True)))
        self.features = nn.Sequential(*features)
        self.classifier = nn.Linear(last, classes)

    def forward(self, x):
        x = self.features(x)
        x = nn.functional.adaptive_avg_pool2d(x, (1, 1)).reshape(x.shape[0], -1)
        return self.classifier(x)


PATTERN = re.compile(r"([a-z])(\d+)")


def from_grammar(text, cin):
    """c64 p2 c128 p2 g d10"""
    layers = []
    for part in text.split():
        kind, number = part[0], part[1:]
        if kind == "c":
            layers += [nn.Conv1d(cin, int(number), 5, padding=2), nn.ELU()]
            cin = int(number)
        elif kind == "p":
            layers.append(nn.MaxPool1d(int(number)))
        elif kind == "g":
            layers += [nn.AdaptiveAvgPool1d(1), nn.Flatten()]
        else:
            layers.append(nn.Linear(cin, int(number)))
    return nn.Sequential(*layers)


def he_init(module):
    if isinstance(module, (nn.Conv2d, nn.Linear)):
        nn.init.normal_(module.weight, 0, math.sqrt(2 / module.weight[0].numel()))


model_vgg = VGG()
model_vgg.apply(he_init)
input_vgg = torch.randn(1, 3, 32, 32)
model_vgg(input_vgg)
model_mobile = MobileNet()
input_mobile = torch.randn(1, 3, 32, 32)
model_mobile(input_mobile)
model_mobile_half = MobileNet(classes=10, width=0.5)
input_mobile_half = torch.randn(1, 3, 64, 64)
model_mobile_half(input_mobile_half)
model_grammar = from_grammar("c64 p2 c128 p2 c128 g d10", 9)
input_grammar = torch.randn(4, 9, 128)
model_grammar(input_grammar)
