"""Networks whose classes derive from one another, or from layers."""
import torch
from torch import nn


class Base(nn.Module):
    width = 32

    def __init__(self, inputs, outputs):
        super().__init__()
        self.inputs = inputs
        self.body = self.build_body(inputs)
        self.head = self.build_head(outputs)

    def build_body(self, inputs):
        raise NotImplementedError

    def build_head(self, outputs):
        return nn.Linear(self.width, outputs)

    def forward(self, x):
        return self.head(self.body(x))


class Shallow(Base):
    def build_body(self, inputs):
        return nn.Linear(inputs, self.width)


class Deep(Base):
    width = 48

    def __init__(self, inputs, outputs, depth=3):
        self.depth = depth
        super().__init__(inputs, outputs=outputs)
        self.extra = nn.Linear(self.width, 1)

    def build_body(self, inputs):
        layers = [nn.Linear(inputs, self.width)]
        for _ in range(self.depth - 1):
            layers += [nn.ReLU(), nn.Linear(self.width, self.width)]
        return nn.Sequential(*layers)


class ConvBNReLU(nn.Sequential):
    def __init__(self, in_planes, out_planes, kernel_size=3, stride=1, groups=1):
        padding = (kernel_size - 1) // 2
        super(ConvBNReLU, self).__init__(
            nn.Conv2d(in_planes, out_planes, kernel_size, stride, padding, groups=groups, bias=False),
            nn.BatchNorm2d(out_planes),
            nn.ReLU6(inplace=True),
        )


class WSConv(nn.Conv2d):
    def __init__(self, *args, gain=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.gain = nn.Parameter(torch.ones(self.out_channels, 1, 1, 1)) if gain else None


class Double(Shallow, Base):
    def build_head(self, outputs):
        first = super().build_head(outputs)
        return nn.ModuleList([first, nn.Linear(self.width, outputs * 2)])


class VAE(nn.Module):
    def __init__(self, layer_sizes, latent):
        nn.Module.__init__(self)
        self.encoder = Encoder(layer_sizes, latent)
        self.decoder = self.make_decoder(list(reversed(layer_sizes)), latent)

    @staticmethod
    def make_decoder(sizes, latent):
        modules = [nn.Linear(latent, sizes[0]), nn.ReLU()]
        for a, b in zip(sizes, sizes[1:]):
            modules.append(nn.Linear(a, b))
        return nn.Sequential(*modules)

    @classmethod
    def tiny(cls):
        return cls([16, 8], latent=2)

    def forward(self, x):
        return self.decoder(self.encoder(x))


class Encoder(nn.Module):
    def __init__(self, layer_sizes, latent):
        super().__init__()
        self.MLP = nn.Sequential()
        for i, (in_size, out_size) in enumerate(zip(layer_sizes[:-1], layer_sizes[1:])):
            self.MLP.add_module(name="L{:d}".format(i), module=nn.Linear(in_size, out_size))
            self.MLP.add_module(name="A{:d}".format(i), module=nn.ReLU())
        self.linear_means = nn.Linear(layer_sizes[-1], latent)
        self.linear_log_var = nn.Linear(layer_sizes[-1], latent)

    def forward(self, x):
        return self.linear_means(self.MLP(x))


class Named(nn.Module):
    @property
    def channels(self):
        return self.base * 4

    def __init__(self, base, depth=None):
        super().__init__()
        self.base = base
        self.depth = depth or 2
        names = []
        for i in range(self.depth):
            name = f"conv_{i + 1}"
            self.add_module(name, ConvBNReLU(self.channels, self.channels, groups=base))
            names.append(name)
        self.names = names
        self.last = WSConv(self.channels, 5, kernel_size=(1, 3), gain=self.depth > 1)

    def forward(self, x):
        for name in self.names:
            x = getattr(self, name)(x)
        return self.last(x)


class Heads(nn.Module):
    def __init__(self, tasks):
        super().__init__()
        self.trunk = nn.Linear(20, 10)
        self.heads = nn.ModuleDict({task: nn.Linear(10, size) for task, size in tasks.items()})
        self.heads["domain"] = nn.Linear(10, 2)

    def forward(self, x):
        x = self.trunk(x)
        return {task: head(x) for task, head in self.heads.items()}


model_shallow = Shallow(10, 2)
model_deep = Deep(10, 2, depth=4)
model_conv = ConvBNReLU(16, 32, groups=4)
model_scaled = WSConv(8, 12, 3, bias=False)
model_double = Double(6, 3)
model_vae = VAE([784, 256, 64], 20)
model_vae_tiny = VAE.tiny()
model_names = Named(4)
model_names_deep = Named(2, depth=5)
model_heads = Heads({"age": 1, "gender": 2, "race": 5})
model_heads.trunk = nn.Linear(20, 10, bias=False)
