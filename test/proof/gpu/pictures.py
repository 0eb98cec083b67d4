"""Training and evaluating networks for pictures, on random pictures that stay on the device."""
import gc

import torch
import torchvision
from torch import nn

from meter import CUDA, DEVICE, main, measure, training_step

BATCH = 128 if CUDA else 2
SIDE = 224 if CUDA else 32
LAST = {"memory_format": torch.channels_last}
loss_function = nn.CrossEntropyLoss()


def batch(count=BATCH, side=SIDE, classes=1000, channels=3, dtype=torch.float32):
    pictures = torch.randn(count, channels, side, side, device=DEVICE, dtype=dtype)
    return pictures, torch.randint(0, classes, (count,), device=DEVICE)


def training(model, x, y, kind):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    return training_step(lambda: loss_function(model(x), y), optimizer, kind)


def zoo(name, kind, channels_last=False, tf32=True, matmul="highest", count=BATCH, side=SIDE):
    def make():
        torch.backends.cudnn.allow_tf32 = tf32
        torch.set_float32_matmul_precision(matmul)
        model = getattr(torchvision.models, name)(weights=None).to(DEVICE)
        x, y = batch(count, side)
        if channels_last:
            model, x = model.to(**LAST), x.to(**LAST)
        return training(model, x, y, kind)

    return make


def small_pictures(kind, channels_last=False, around=lambda step: step):
    """ResNet-18 for pictures of 32 x 32 as tutorials write it: a 3 x 3 stem and no pooling after it."""

    def make():
        model = torchvision.models.resnet18(num_classes=10)
        model.conv1, model.maxpool = nn.Conv2d(3, 64, 3, 1, 1, bias=False), nn.Identity()
        model = model.to(DEVICE)
        x, y = batch(128, 32, 10)
        if channels_last:
            model, x = model.to(**LAST), x.to(**LAST)
        return around(training(model, x, y, kind))

    return make


def digits(kind, dtype=torch.float32, around=lambda step: step):
    """The network of the PyTorch MNIST example, without dropout."""

    def make():
        first = [nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()]
        model = nn.Sequential(*first, nn.Linear(9216, 128), nn.ReLU(), nn.Linear(128, 10)).to(DEVICE, dtype)
        x, y = batch(64, 28, 10, 1, dtype)
        optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
        return around(training_step(lambda: loss_function(model(x), y), optimizer, kind))

    return make


def reads_its_loss(step):
    return lambda number: step(number).item()


def then(action):
    def around(step):
        def both(number):
            step(number)
            action()

        return both

    return around


def detects_anomalies(step):
    def detecting(number):
        with torch.autograd.set_detect_anomaly(True):
            step(number)

    return detecting


def evaluation(mode):
    def make():
        model, (x, _) = torchvision.models.resnet50(weights=None).to(DEVICE).eval(), batch()

        def step(_number):
            with mode():
                model(x).argmax(1)

        return step

    return make


def frozen(how):
    """A linear head over ResNet-50; `how` says what is done with the backbone."""

    def make():
        backbone, head = torchvision.models.resnet50(weights=None).to(DEVICE).eval(), nn.Linear(2048, 10).to(DEVICE)
        backbone.fc = nn.Identity()
        backbone.requires_grad_(how == "trained")
        x, y = batch(classes=10)
        kept = backbone(x).detach()
        parameters = [*head.parameters(), *(backbone.parameters() if how == "trained" else [])]

        def features():
            if how == "kept":
                return kept
            with torch.set_grad_enabled(how != "no_grad"):
                return backbone(x)

        return training_step(lambda: loss_function(head(features()), y), torch.optim.SGD(parameters, 0.01))

    return make


def precision():
    for variant, kind, options in (
        ("fp32, TF32 off", "fp32", {"tf32": False}),
        ("fp32", "fp32", {}),
        ("fp32, channels_last", "fp32", {"channels_last": True}),
        ("bf16", "bf16", {}),
        ("bf16, channels_last", "bf16", {"channels_last": True}),
        ("fp16 with GradScaler", "fp16", {}),
    ):
        measure("resnet50", variant, zoo("resnet50", kind, **options), BATCH)
    for variant, kind, last in (("fp32", "fp32", False), ("bf16", "bf16", False), ("bf16, channels_last", "bf16", True)):
        measure("mobilenet_v2", variant, zoo("mobilenet_v2", kind, last), BATCH)
        measure("resnet18 at 32 x 32", variant, small_pictures(kind, last), 128)
    for variant, kind, matmul in (("fp32", "fp32", "highest"), ("fp32, matmul high", "fp32", "high"), ("bf16", "bf16", "highest")):
        options = {"matmul": matmul, "count": BATCH // 2, "side": 224}
        measure("vit_b_16", variant, zoo("vit_b_16", kind, **options), BATCH // 2)
    measure("small CNN", "fp32", digits("fp32"), 64)
    measure("small CNN", "bf16", digits("bf16"), 64)
    measure("small CNN", "float64", digits("fp32", torch.float64), 64)


def habits():
    flush = torch.cuda.empty_cache if CUDA else lambda: None
    measure("small CNN", "fp32, loss.item() every step", digits("fp32", around=reads_its_loss), 64)
    for variant, kind, around in (
        ("fp32, loss.item() every step", "fp32", reads_its_loss),
        ("bf16, loss.item() every step", "bf16", reads_its_loss),
        ("fp32, empty_cache() every step", "fp32", then(flush)),
        ("fp32, gc.collect() every step", "fp32", then(gc.collect)),
        ("fp32, detect_anomaly", "fp32", detects_anomalies),
    ):
        measure("resnet18 at 32 x 32", variant, small_pictures(kind, around=around), 128)


def without_gradients():
    for variant, mode in (("grad", torch.enable_grad), ("no_grad", torch.no_grad), ("inference_mode", torch.inference_mode)):
        measure("resnet50 evaluated", variant, evaluation(mode), BATCH)
    for how in ("trained", "grad", "no_grad", "kept"):
        measure("head over resnet50", how, frozen(how), BATCH)


if __name__ == "__main__":
    main(precision, habits, without_gradients)
