"""Blocks in registries, stages in tables, factories as class methods."""
from collections import namedtuple
from dataclasses import dataclass, field
from typing import Callable, Dict, List, Optional

import torch
from torch import Tensor, nn
from torch.nn import functional as F

BLOCKS: Dict[str, Callable[..., nn.Module]] = {}


def register(name):
    def wrap(cls):
        BLOCKS[name] = cls
        return cls

    return wrap


def conv_bn(cin, cout, k=3, s=1, g=1, act=True):
    seq = nn.Sequential()
    seq.add_module("conv", nn.Conv2d(cin, cout, k, s, padding=k // 2, groups=g, bias=False))
    seq.add_module("bn", nn.BatchNorm2d(cout))
    if act:
        seq.add_module("act", nn.ReLU(inplace=True))
    return seq


@register("basic")
class Basic(nn.Module):
    expansion = 1

    def __init__(self, cin, width, stride):
        super().__init__()
        self.body = nn.Sequential(conv_bn(cin, width, s=stride), conv_bn(width, width, act=False))
        self.short = conv_bn(cin, width, 1, stride, act=False) if stride > 1 or cin != width else nn.Identity()

    def forward(self, x):
        return F.relu(self.body(x) + self.short(x))


@register("bottleneck")
class Bottleneck(nn.Module):
    expansion = 4

    def __init__(self, cin, width, stride):
        super().__init__()
        cout = width * self.expansion
        self.body = nn.Sequential(conv_bn(cin, width, 1), conv_bn(width, width, 3, stride), conv_bn(width, cout, 1, act=False))
        self.short = conv_bn(cin, cout, 1, stride, act=False) if stride > 1 or cin != cout else nn.Identity()

    def forward(self, x):
        return F.relu(self.body(x) + self.short(x))


Stage = namedtuple("Stage", "width depth stride")


class StagedNet(nn.Module):
    def __init__(self, block, stages: List[Stage], classes: int, stem: int = 16):
        super().__init__()
        make = BLOCKS[block]
        self.stem = conv_bn(3, stem)
        cin = stem
        groups = []
        for stage in stages:
            layers = []
            for i in range(stage.depth):
                layers.append(make(cin, stage.width, stage.stride if i == 0 else 1))
                cin = stage.width * make.expansion
            groups.append(nn.Sequential(*layers))
        self.groups = nn.ModuleList(groups)
        self.head = nn.Linear(cin, classes)

    @classmethod
    def resnet20(cls, classes=10):
        return cls("basic", [Stage(16, 3, 1), Stage(32, 3, 2), Stage(64, 3, 2)], classes)

    @classmethod
    def preset(cls, name, **overrides):
        presets = {"small": dict(block="bottleneck", stages=[Stage(16, 2, 1), Stage(32, 2, 2)], classes=100)}
        return cls(**{**presets[name], **overrides})

    def forward(self, x: Tensor) -> Tensor:
        x = self.stem(x)
        for group in self.groups:
            x = group(x)
        return self.head(x.mean((2, 3)))


@dataclass
class MlpConfig:
    sizes: List[int] = field(default_factory=lambda: [64, 128, 128])
    outputs: int = 1
    norm: Optional[str] = "batch"
    dropout: float = 0.1


class Mlp(nn.Module):
    def __init__(self, cfg: MlpConfig):
        super().__init__()
        norms = {"batch": nn.BatchNorm1d, "layer": nn.LayerNorm, None: None}
        layers: List[nn.Module] = []
        for a, b in zip(cfg.sizes, cfg.sizes[1:]):
            layers += [nn.Linear(a, b)]
            if (norm := norms[cfg.norm]) is not None:
                layers += [norm(b)]
            layers += [nn.GELU(), nn.Dropout(cfg.dropout)]
        self.trunk = nn.Sequential(*layers)
        self.out = nn.Linear(cfg.sizes[-1], cfg.outputs)

    def forward(self, x):
        return self.out(self.trunk(x)).squeeze(-1)


model_resnet20 = StagedNet.resnet20()
input_resnet20 = torch.randn(2, 3, 32, 32)
logits = model_resnet20(input_resnet20)
model_preset = StagedNet.preset("small", stem=24)
input_preset = torch.randn(2, 3, 32, 32)
print(model_preset(input_preset).shape)
model_mlp_batch = Mlp(MlpConfig())
input_mlp_batch = torch.rand(8, 64)
model_mlp_batch(input_mlp_batch)
model_mlp_layer = Mlp(MlpConfig(sizes=[30, 200, 100, 50], outputs=5, norm="layer"))
input_mlp_layer = torch.rand(8, 30)
model_mlp_layer(input_mlp_layer)
model_mlp_plain = Mlp(MlpConfig(norm=None, outputs=10))
input_mlp_plain = torch.rand(8, 64)
model_mlp_plain(input_mlp_plain)
