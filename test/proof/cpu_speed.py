"""How fast one core trains networks of several kinds: seconds and GFLOP/s of processor time for each sample.

    pip install torch transformers
    python test/proof/cpu_speed.py

One thread, synthetic batches, Adam, float32. FLOPs are those that torch counts in a step; it counts none of an LSTM and all
of a depthwise convolution's channels, so those are written out. Prints the table of docs/estimates.md.
"""
import time

import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode
from transformers import BertConfig, BertForSequenceClassification, MobileNetV2Config, MobileNetV2ForImageClassification
from transformers import ResNetConfig, ResNetForImageClassification

SECONDS = 8
# GFLOPs of a training step for one sample: three passes, two FLOPs for each multiply-accumulate.
MOBILENET = 3 * 2 * 0.301
UNITS = 3 * 2 * 4e-9


class Last(nn.Module):
    """Classifies what a recurrent layer says at the end of a sequence."""

    def __init__(self, columns, width, layers):
        super().__init__()
        self.lstm = nn.LSTM(columns, width, layers, batch_first=True)
        self.head = nn.Linear(width, 10)

    def forward(self, x):
        return self.head(self.lstm(x)[0][:, -1])


def convolutions(*widths, channels, edge, kernel):
    """Pairs of convolutions, with pooling behind each pair."""
    layers = []
    for width in widths:
        for _ in range(2):
            layers += [nn.Conv2d(channels, width, kernel, padding=kernel // 2), nn.ReLU()]
            channels = width
        layers.append(nn.MaxPool2d(2))
        edge //= 2
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(channels * edge * edge, 128), nn.ReLU(), nn.Linear(128, 10))


def resnet18():
    return ResNetForImageClassification(
        ResNetConfig(layer_type="basic", hidden_sizes=[64, 128, 256, 512], depths=[2, 2, 2, 2], num_labels=10)
    )


def encoder():
    layer = nn.TransformerEncoderLayer(256, 4, 1024, batch_first=True)
    return nn.Sequential(nn.TransformerEncoder(layer, 4), nn.Flatten(), nn.Linear(128 * 256, 10))


def dense():
    return nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))


def columns():
    return nn.Sequential(nn.Linear(30, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 10))


def pictures(edge, channels=3):
    return lambda batch: torch.randn(batch, channels, edge, edge)


NETWORKS = {
    "dense, 30 columns": (columns, lambda batch: torch.randn(batch, 30), 32),
    "dense, 784 columns": (dense, lambda batch: torch.randn(batch, 784), 64),
    "LeNet-like, 28 pixels": (lambda: convolutions(6, 16, channels=1, edge=28, kernel=5), pictures(28, 1), 64),
    "four convolutions, 32 pixels": (lambda: convolutions(32, 64, channels=3, edge=32, kernel=3), pictures(32), 64),
    "ResNet-18, 32 pixels": (resnet18, pictures(32), 32),
    "ResNet-18, 224 pixels": (resnet18, pictures(224), 16),
    "ResNet-50, 224 pixels": (lambda: ResNetForImageClassification(ResNetConfig(num_labels=10)), pictures(224), 8),
    "MobileNetV2, 32 pixels": (lambda: MobileNetV2ForImageClassification(MobileNetV2Config(num_labels=10)), pictures(32), 32, MOBILENET / 49),
    "MobileNetV2, 224 pixels": (lambda: MobileNetV2ForImageClassification(MobileNetV2Config(num_labels=10)), pictures(224), 16, MOBILENET),
    "LSTM of 50 units, 2 layers, 60 steps": (lambda: Last(1, 50, 2), lambda batch: torch.randn(batch, 60, 1), 32, UNITS * 60 * 50 * (1 + 50 + 50 + 50)),
    "LSTM of 128 units, 100 steps": (lambda: Last(100, 128, 1), lambda batch: torch.randn(batch, 100, 100), 64, UNITS * 100 * 128 * (100 + 128)),
    "transformer, 4 layers of 256, 128 tokens": (encoder, lambda batch: torch.randn(batch, 128, 256), 32),
    "BERT base, 128 tokens": (
        lambda: BertForSequenceClassification(BertConfig(num_labels=10)),
        lambda batch: torch.randint(0, 10_000, (batch, 128)),
        8,
    ),
}


def step(model, optimizer, x, y):
    optimizer.zero_grad()
    out = model(x)
    nn.functional.cross_entropy(getattr(out, "logits", out), y).backward()
    optimizer.step()


def measure(make, data, batch):
    """Milliseconds of a step and GFLOPs of a sample."""
    torch.manual_seed(0)
    model = make()
    optimizer = torch.optim.Adam(model.parameters())
    x, y = data(batch), torch.randint(0, 10, (batch,))
    with FlopCounterMode(display=False) as counter:
        step(model, optimizer, x, y)
    steps, start = 0, time.process_time()
    while steps < 3 or time.process_time() - start < SECONDS:
        step(model, optimizer, x, y)
        steps += 1
    return 1_000 * (time.process_time() - start) / steps, counter.get_total_flops() / batch / 1e9


def main():
    torch.set_num_threads(1)
    print(f"torch {torch.__version__}, one thread")
    print("| network | batch | GFLOP a sample | ms a step | GFLOP/s |")
    for name, (make, data, batch, *written) in NETWORKS.items():
        milliseconds, counted = measure(make, data, batch)
        work = written[0] if written else counted
        print(f"| {name} | {batch} | {work:.3g} | {milliseconds:.3g} | {1_000 * work * batch / milliseconds:.0f} |", flush=True)


if __name__ == "__main__":
    main()
