# Published run: DETR ResNet-50 on COCO 2017, 300 epochs, 8 V100, 28 minutes an epoch (facebookresearch/detr README).
import argparse

import torch
from torch.utils.data import DataLoader, DistributedSampler
from transformers import AutoImageProcessor, DetrForObjectDetection

from coco import CocoDetection


def get_args_parser():
    parser = argparse.ArgumentParser("DETR", add_help=False)
    parser.add_argument("--lr", default=1e-4, type=float)
    parser.add_argument("--lr_backbone", default=1e-5, type=float)
    parser.add_argument("--batch_size", default=2, type=int)
    parser.add_argument("--epochs", default=300, type=int)
    parser.add_argument("--clip_max_norm", default=0.1, type=float)
    parser.add_argument("--coco_path", type=str)
    parser.add_argument("--num_workers", default=2, type=int)
    return parser


def main(args):
    torch.distributed.init_process_group("nccl")
    device = torch.device("cuda")
    processor = AutoImageProcessor.from_pretrained("facebook/detr-resnet-50")
    model = DetrForObjectDetection.from_pretrained("facebook/detr-resnet-50", ignore_mismatched_sizes=True).to(device)
    model = torch.nn.parallel.DistributedDataParallel(model)
    dataset = CocoDetection(args.coco_path, "train2017", processor)
    sampler = DistributedSampler(dataset)
    loader = DataLoader(
        dataset, args.batch_size, sampler=sampler, collate_fn=dataset.collate, num_workers=args.num_workers
    )
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.lr, weight_decay=1e-4)
    for epoch in range(args.epochs):
        sampler.set_epoch(epoch)
        for batch in loader:
            loss = model(pixel_values=batch["pixel_values"].to(device), labels=batch["labels"]).loss
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), args.clip_max_norm)
            optimizer.step()


if __name__ == "__main__":
    main(get_args_parser().parse_args())
