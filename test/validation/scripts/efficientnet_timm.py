# Published run: EfficientNet-B0 and B4 on ImageNet, 400 epochs, 8 GPUs (NVIDIA/DeepLearningExamples, efficientnet README).
from functools import partial

import timm
import torch
from timm.data import create_dataset, create_loader
from timm.loss import LabelSmoothingCrossEntropy
from timm.optim import create_optimizer_v2
from timm.scheduler import CosineLRScheduler
from timm.utils import init_distributed_device

import argparse

parser = argparse.ArgumentParser()
parser.add_argument("--model", default="efficientnet_b0")
parser.add_argument("--img-size", type=int, default=224)
parser.add_argument("--batch-size", type=int, default=128)
parser.add_argument("--epochs", type=int, default=400)
parser.add_argument("--workers", type=int, default=10)
args = parser.parse_args()

device = init_distributed_device(args)
model = timm.create_model(args.model, pretrained=False, drop_rate=0.2).to(device)
model = torch.nn.parallel.DistributedDataParallel(model, device_ids=[device])
dataset = create_dataset("torch/imagenet", root="/data/imagenet", split="train", is_training=True)
loader = create_loader(
    dataset,
    input_size=(3, args.img_size, args.img_size),
    batch_size=args.batch_size,
    is_training=True,
    num_workers=args.workers,
    distributed=True,
    auto_augment="rand-m9-mstd0.5",
)
optimizer = create_optimizer_v2(model, opt="rmsproptf", lr=0.08, weight_decay=1e-5)
scheduler = CosineLRScheduler(optimizer, t_initial=args.epochs, warmup_t=16)
criterion = LabelSmoothingCrossEntropy(smoothing=0.1).to(device)
scaler = torch.amp.GradScaler("cuda")
amp_autocast = partial(torch.autocast, device_type="cuda", dtype=torch.float16)

for epoch in range(args.epochs):
    model.train()
    for images, target in loader:
        with amp_autocast():
            loss = criterion(model(images), target)
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
    scheduler.step(epoch + 1)
