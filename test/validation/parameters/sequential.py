"""Networks that are one container of layers."""
from collections import OrderedDict

from torch import nn

device = "cpu"
width = 128

model_plain = nn.Sequential(nn.Linear(13, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 1))

model_named = nn.Sequential(
    OrderedDict(
        [
            ("conv", nn.Conv2d(3, 16, 3, padding="same")),
            ("norm", nn.BatchNorm2d(16)),
            ("relu", nn.ReLU(inplace=True)),
            ("pool", nn.AdaptiveAvgPool2d((1, 1))),
            ("flat", nn.Flatten()),
            ("head", nn.Linear(16, 5)),
        ]
    )
)

model_moved = nn.Sequential(
    nn.Flatten(),
    nn.Linear(28 * 28, width),
    nn.Dropout(0.2),
    nn.GELU(),
    nn.Linear(width, width // 2),
    nn.Softplus(),
    nn.Linear(width // 2, 10),
    nn.LogSoftmax(dim=1),
).to(device)

layers = [nn.Linear(10, 32)]
for _ in range(4):
    layers.append(nn.LeakyReLU(0.1))
    layers.append(nn.Linear(32, 32))
layers += [nn.Linear(32, 2)]
model_listed = nn.Sequential(*layers)

model_grown = nn.Sequential()
model_grown.add_module("first", nn.Conv1d(4, 8, 9))
model_grown.add_module("act", nn.ELU())
for i in range(3):
    model_grown.append(nn.Conv1d(8, 8, 3, padding=1))

encoder = nn.Sequential(nn.Linear(784, 256), nn.Tanh(), nn.Linear(256, 16))
decoder = nn.Sequential(nn.Linear(16, 256), nn.Tanh(), nn.Linear(256, 784), nn.Sigmoid())
model_autoencoder = nn.Sequential(encoder, decoder)

sizes = [20, 50, 50, 25, 3]
model_zipped = nn.Sequential(*[nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:])])

model_generator = nn.Sequential(
    nn.ConvTranspose2d(100, 256, 4, 1, 0, bias=False),
    nn.BatchNorm2d(256),
    nn.ReLU(True),
    nn.ConvTranspose2d(256, 128, 4, 2, 1, bias=False),
    nn.BatchNorm2d(128),
    nn.ReLU(True),
    nn.ConvTranspose2d(128, 3, 4, 2, 1, bias=False),
    nn.Tanh(),
)
