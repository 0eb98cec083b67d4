# Published run: EfficientDet-D0 on COCO 2017, 300 epochs, 8 GPUs (NVIDIA/DeepLearningExamples, Efficientdet README).
import argparse

import torch
from effdet import create_dataset, create_loader, create_model
from timm.optim import create_optimizer_v2
from timm.scheduler import CosineLRScheduler

parser = argparse.ArgumentParser()
parser.add_argument("root")
parser.add_argument("--model", default="tf_efficientdet_d0")
parser.add_argument("-b", "--batch-size", type=int, default=60)
parser.add_argument("--epochs", type=int, default=300)
parser.add_argument("--workers", type=int, default=12)
args = parser.parse_args()

torch.distributed.init_process_group("nccl")
model = create_model(args.model, bench_task="train", num_classes=90, pretrained_backbone=True).cuda()
model = torch.nn.parallel.DistributedDataParallel(model)
dataset_train, dataset_eval = create_dataset("coco", args.root)
loader = create_loader(
    dataset_train,
    input_size=(3, 512, 512),
    batch_size=args.batch_size,
    is_training=True,
    num_workers=args.workers,
    distributed=True,
)
optimizer = create_optimizer_v2(model, opt="fusedmomentum", lr=0.65, weight_decay=4e-5)
scheduler = CosineLRScheduler(optimizer, t_initial=args.epochs)
scaler = torch.cuda.amp.GradScaler()
for epoch in range(args.epochs):
    model.train()
    for images, target in loader:
        with torch.cuda.amp.autocast():
            loss = model(images, target)["loss"]
        optimizer.zero_grad()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
    scheduler.step(epoch)
