"""Networks whose sizes come from settings."""
import argparse
from dataclasses import dataclass, field
from types import SimpleNamespace

import torch
from torch import nn

HIDDEN = 96
CONFIG = {"input_size": 40, "hidden_sizes": [128, 64], "output_size": 4, "dropout": 0.1}


class FromDict(nn.Module):
    def __init__(self, config):
        super().__init__()
        last = config["input_size"]
        self.layers = nn.ModuleList()
        for size in config["hidden_sizes"]:
            self.layers.append(nn.Linear(last, size))
            last = size
        self.out = nn.Linear(last, config.get("output_size", 1))
        self.dropout = nn.Dropout(config["dropout"])

    def forward(self, x):
        for layer in self.layers:
            x = torch.relu(layer(x))
        return self.out(x)


class FromKeywords(nn.Module):
    def __init__(self, input_size, hidden_sizes, output_size, **kwargs):
        super().__init__()
        sizes = [input_size, *hidden_sizes, output_size]
        self.net = nn.Sequential(*(nn.Linear(sizes[i], sizes[i + 1]) for i in range(len(sizes) - 1)))
        self.extra = nn.Linear(input_size, 1) if kwargs.get("skip") else None

    def forward(self, x):
        return self.net(x)


@dataclass
class GPTConfig:
    block_size: int = 64
    vocab_size: int = 512
    n_layer: int = 3
    n_head: int = 4
    n_embd: int = 96
    dropout: float = 0.0
    bias: bool = True
    widths: list = field(default_factory=lambda: [1, 2])


class CausalSelfAttention(nn.Module):
    def __init__(self, config):
        super().__init__()
        assert config.n_embd % config.n_head == 0
        self.c_attn = nn.Linear(config.n_embd, 3 * config.n_embd, bias=config.bias)
        self.c_proj = nn.Linear(config.n_embd, config.n_embd, bias=config.bias)
        self.register_buffer("mask", torch.tril(torch.ones(config.block_size, config.block_size)))

    def forward(self, x):
        return self.c_proj(self.c_attn(x))


class Block(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.ln_1 = nn.LayerNorm(config.n_embd, bias=config.bias)
        self.attn = CausalSelfAttention(config)
        self.ln_2 = nn.LayerNorm(config.n_embd, bias=config.bias)
        self.mlp = nn.ModuleDict(
            dict(
                c_fc=nn.Linear(config.n_embd, 4 * config.n_embd),
                c_proj=nn.Linear(4 * config.n_embd, config.n_embd),
                act=nn.GELU(),
            )
        )

    def forward(self, x):
        return x + self.attn(self.ln_1(x))


class GPT(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.transformer = nn.ModuleDict(
            {
                "wte": nn.Embedding(config.vocab_size, config.n_embd),
                "wpe": nn.Embedding(config.block_size, config.n_embd),
                "h": nn.ModuleList([Block(config) for _ in range(config.n_layer)]),
                "ln_f": nn.LayerNorm(config.n_embd, bias=config.bias),
            }
        )
        self.lm_head = nn.Linear(config.n_embd, config.vocab_size, bias=False)
        self.transformer.wte.weight = self.lm_head.weight
        self.apply(self._init_weights)

    def _init_weights(self, module):
        if isinstance(module, nn.Linear):
            torch.nn.init.normal_(module.weight, mean=0.0, std=0.02)

    def forward(self, idx):
        return self.lm_head(self.transformer.wte(idx))


class FromOptions(nn.Module):
    def __init__(self, args):
        super().__init__()
        self.lstm = nn.LSTM(args.features, args.hidden, args.layers)
        self.linear = nn.Linear(args.hidden, args.outputs)

    def forward(self, x):
        return self.linear(self.lstm(x)[0])


ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "prelu": nn.PReLU}
NORMS = {"batch": nn.BatchNorm1d, "layer": nn.LayerNorm}


class Configurable(nn.Module):
    def __init__(self, dims, act="relu", norm=None, residual=False):
        super().__init__()
        self.blocks = nn.ModuleList()
        for i, (a, b) in enumerate(zip(dims, dims[1:])):
            block = [nn.Linear(a, b)]
            if norm is not None:
                block.append(NORMS[norm](b))
            if i < len(dims) - 2:
                block.append(ACTIVATIONS[act]())
            self.blocks.append(nn.Sequential(*block))
        self.skip = nn.Linear(dims[0], dims[-1]) if residual else nn.Identity()

    def forward(self, x):
        y = x
        for block in self.blocks:
            y = block(y)
        return y + self.skip(x)


parser = argparse.ArgumentParser()
parser.add_argument("--features", type=int, default=12)
parser.add_argument("--hidden", type=int, default=48)
parser.add_argument("--layers", type=int, default=2)
parser.add_argument("--outputs", type=int, default=3)
args = parser.parse_args([])
settings = SimpleNamespace(features=6, hidden=HIDDEN, layers=1, outputs=2)

model_dict = FromDict(CONFIG)
model_keywords = FromKeywords(**CONFIG)
model_keywords_skip = FromKeywords(10, [20], 2, skip=True)
model_gpt = GPT(GPTConfig())
model_gpt_plain = GPT(GPTConfig(n_layer=2, n_embd=32, bias=False))
model_options = FromOptions(args)
model_settings = FromOptions(settings)
model_configurable = Configurable([8, 32, 32, 1], act="prelu", norm="layer")
model_configurable_skip = Configurable(dims=(8, 16, 4), residual=True)
