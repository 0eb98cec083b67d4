# Published run: ResNet-50 and ResNet-18 on ImageNet with FFCV, 16 to 88 epochs (libffcv/ffcv-imagenet README).
import torch
from ffcv.fields.basics import IntDecoder
from ffcv.fields.rgb_image import RandomResizedCropRGBImageDecoder
from ffcv.loader import Loader, OrderOption
from ffcv.transforms import NormalizeImage, RandomHorizontalFlip, Squeeze, ToDevice, ToTensor, ToTorchImage
from torch.cuda.amp import GradScaler, autocast
from torch.nn.parallel import DistributedDataParallel
from torchvision import models

EPOCHS = 16
BATCH_SIZE = 128
RESOLUTION = 192
MEAN, STD = [123.7, 116.3, 103.5], [58.4, 57.1, 57.4]


def main(gpu):
    torch.distributed.init_process_group("nccl", rank=gpu, world_size=torch.cuda.device_count())
    loader = Loader(
        "imagenet/train_500_0.50_90.ffcv",
        batch_size=BATCH_SIZE,
        num_workers=12,
        order=OrderOption.RANDOM,
        os_cache=True,
        drop_last=True,
        pipelines={
            "image": [
                RandomResizedCropRGBImageDecoder((RESOLUTION, RESOLUTION)),
                RandomHorizontalFlip(),
                ToTensor(),
                ToDevice(gpu, non_blocking=True),
                ToTorchImage(),
                NormalizeImage(MEAN, STD, torch.float16),
            ],
            "label": [IntDecoder(), ToTensor(), Squeeze(), ToDevice(gpu, non_blocking=True)],
        },
    )
    model = models.resnet50().to(memory_format=torch.channels_last).to(gpu)
    model = DistributedDataParallel(model, device_ids=[gpu])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5, momentum=0.9, weight_decay=1e-4)
    loss_fn = torch.nn.CrossEntropyLoss(label_smoothing=0.1)
    scaler = GradScaler()
    for epoch in range(EPOCHS):
        model.train()
        for images, target in loader:
            optimizer.zero_grad(set_to_none=True)
            with autocast():
                loss = loss_fn(model(images), target)
            scaler.scale(loss).backward()
            scaler.step(optimizer)
            scaler.update()


if __name__ == "__main__":
    torch.multiprocessing.spawn(main, nprocs=torch.cuda.device_count())
