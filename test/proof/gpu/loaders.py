"""ResNet-50 fed by a DataLoader that decodes JPEG pictures: what workers, pinned memory and asynchronous copies save."""
import io

import numpy
import torch
import torchvision
from PIL import Image
from torch import nn
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms

from meter import CUDA, DEVICE, autocast, main, measure

COUNT = 2048 if CUDA else 8
WORKERS = 12 if CUDA else 1
loss_function = nn.CrossEntropyLoss()


class Pictures(Dataset):
    """One JPEG of 500 x 400, decoded, cropped and flipped for every sample."""

    def __init__(self):
        file = io.BytesIO()
        pixels = numpy.random.default_rng(0).integers(0, 255, (400, 500, 3), dtype=numpy.uint8)
        Image.fromarray(pixels).save(file, "JPEG", quality=85)
        self.bytes = file.getvalue()
        steps = [transforms.RandomResizedCrop(224 if CUDA else 32), transforms.RandomHorizontalFlip(), transforms.ToTensor()]
        self.transform = transforms.Compose(steps)

    def __len__(self):
        return COUNT

    def __getitem__(self, index):
        return self.transform(Image.open(io.BytesIO(self.bytes)).convert("RGB")), index % 10


def epoch(non_blocking, **options):
    def make():
        loader = DataLoader(Pictures(), batch_size=128 if CUDA else 4, shuffle=True, **options)
        model = torchvision.models.resnet50(num_classes=10).to(DEVICE)
        optimizer = torch.optim.SGD(model.parameters(), 0.01)

        def step(_number):
            for x, y in loader:
                x, y = x.to(DEVICE, non_blocking=non_blocking), y.to(DEVICE, non_blocking=non_blocking)
                optimizer.zero_grad()
                with autocast("bf16"):
                    loss = loss_function(model(x), y)
                loss.backward()
                optimizer.step()

        return step

    return make


def loaders():
    several = {"num_workers": WORKERS}
    kept = {**several, "persistent_workers": True}
    for variant, non_blocking, options in (
        ("no workers", False, {}),
        ("12 workers", False, several),
        ("12 workers, kept", False, kept),
        ("12 workers, kept, pinned", False, {**kept, "pin_memory": CUDA}),
        ("12 workers, kept, pinned, non_blocking", True, {**kept, "pin_memory": CUDA}),
    ):
        measure("resnet50 from JPEG", variant, epoch(non_blocking, **options), COUNT, least=1)


if __name__ == "__main__":
    main(loaders)
