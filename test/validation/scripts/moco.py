# Published run: MoCo, ResNet-50 on ImageNet, 200 epochs, 8 V100, 53 hours (facebookresearch/moco README).
import argparse
import builtins
import os

import torch
import torch.backends.cudnn as cudnn
import torch.multiprocessing as mp
import torch.nn as nn
import torchvision.datasets as datasets
import torchvision.models as models
import torchvision.transforms as transforms

import moco.builder
import moco.loader

parser = argparse.ArgumentParser()
parser.add_argument("data", metavar="DIR", nargs="?", default="imagenet", help="path to dataset (default: imagenet)")
parser.add_argument("-a", "--arch", default="resnet50")
parser.add_argument("-j", "--workers", default=32, type=int)
parser.add_argument("--epochs", default=200, type=int)
parser.add_argument("-b", "--batch-size", default=256, type=int)
parser.add_argument("--moco-dim", default=128, type=int)
parser.add_argument("--moco-k", default=65536, type=int)


def main():
    args = parser.parse_args()
    mp.spawn(main_worker, nprocs=torch.cuda.device_count(), args=(torch.cuda.device_count(), args))


def main_worker(gpu, ngpus, args):
    torch.distributed.init_process_group("nccl", rank=gpu, world_size=ngpus)
    model = moco.builder.MoCo(models.__dict__[args.arch], args.moco_dim, args.moco_k)
    torch.cuda.set_device(gpu)
    model.cuda(gpu)
    args.batch_size = int(args.batch_size / ngpus)
    args.workers = int((args.workers + ngpus - 1) / ngpus)
    model = nn.parallel.DistributedDataParallel(model, device_ids=[gpu])
    criterion = nn.CrossEntropyLoss().cuda(gpu)
    optimizer = torch.optim.SGD(model.parameters(), 0.03, momentum=0.9, weight_decay=1e-4)
    cudnn.benchmark = True
    augmentation = [
        transforms.RandomResizedCrop(224, scale=(0.2, 1.0)),
        transforms.RandomGrayscale(p=0.2),
        transforms.ColorJitter(0.4, 0.4, 0.4, 0.4),
        transforms.RandomHorizontalFlip(),
        transforms.ToTensor(),
    ]
    train_dataset = datasets.ImageFolder(
        os.path.join(args.data, "train"), moco.loader.TwoCropsTransform(transforms.Compose(augmentation))
    )
    sampler = torch.utils.data.distributed.DistributedSampler(train_dataset)
    train_loader = torch.utils.data.DataLoader(
        train_dataset, batch_size=args.batch_size, num_workers=args.workers, pin_memory=True, sampler=sampler
    )
    for epoch in range(args.epochs):
        sampler.set_epoch(epoch)
        for images, _ in train_loader:
            query, key = images[0].cuda(gpu, non_blocking=True), images[1].cuda(gpu, non_blocking=True)
            output, target = model(im_q=query, im_k=key)
            loss = criterion(output, target)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()


if __name__ == "__main__":
    main()
