# Published run: ResNet-50 v1.5 on ImageNet, 90 epochs (NVIDIA/DeepLearningExamples, resnet50v1.5 README).
import argparse
import os

import torch
import torch.nn as nn
import torchvision.models as models
from nvidia.dali import fn, pipeline_def, types
from nvidia.dali.plugin.pytorch import DALIClassificationIterator
from torch.nn.parallel import DistributedDataParallel

parser = argparse.ArgumentParser(description="ImageNet training")
parser.add_argument("data", metavar="DIR")
parser.add_argument("-a", "--arch", default="resnet50")
parser.add_argument("-j", "--workers", default=5, type=int)
parser.add_argument("--epochs", default=90, type=int)
parser.add_argument("-b", "--batch-size", default=256, type=int)
parser.add_argument("--lr", default=0.256, type=float)
args = parser.parse_args()


@pipeline_def
def training_pipe(data_dir):
    jpegs, labels = fn.readers.file(name="Reader", file_root=data_dir, random_shuffle=True)
    images = fn.decoders.image_random_crop(jpegs, device="mixed", output_type=types.RGB)
    images = fn.resize(images, device="gpu", resize_x=224, resize_y=224)
    images = fn.crop_mirror_normalize(
        images.gpu(),
        dtype=types.FLOAT,
        mirror=fn.random.coin_flip(),
        mean=[0.485 * 255, 0.456 * 255, 0.406 * 255],
        std=[0.229 * 255, 0.224 * 255, 0.225 * 255],
    )
    return images, labels.gpu()


def main():
    torch.distributed.init_process_group("nccl")
    gpu = int(os.environ["LOCAL_RANK"])
    torch.cuda.set_device(gpu)
    model = models.__dict__[args.arch]().cuda()
    model = DistributedDataParallel(model, device_ids=[gpu])
    criterion = nn.CrossEntropyLoss().cuda()
    optimizer = torch.optim.SGD(model.parameters(), args.lr, momentum=0.875, weight_decay=3e-5)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, args.epochs)
    scaler = torch.cuda.amp.GradScaler()

    pipe = training_pipe(
        os.path.join(args.data, "imagenet", "train"), batch_size=args.batch_size, num_threads=args.workers, device_id=gpu
    )
    train_loader = DALIClassificationIterator(pipe, reader_name="Reader")
    for epoch in range(args.epochs):
        train(train_loader, model, criterion, optimizer, scaler, gpu)
        scheduler.step()


def train(loader, model, criterion, optimizer, scaler, gpu):
    model.train()
    for batch in loader:
        images = batch[0]["data"]
        target = batch[0]["label"].squeeze(-1).long()
        with torch.cuda.amp.autocast():
            loss = criterion(model(images), target)
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()


if __name__ == "__main__":
    main()
