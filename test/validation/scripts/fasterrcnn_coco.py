# Published run: Faster R-CNN, RetinaNet, Mask and Keypoint R-CNN with ResNet-50 FPN on COCO 2017, 90,000 iterations of 16 pictures,
# 8 V100 (facebookresearch/detectron2 MODEL_ZOO.md, seconds an iteration).
import torch
import torchvision
from torch.utils.data import DataLoader
from torch.utils.data.distributed import DistributedSampler
from torchvision.datasets import CocoDetection, wrap_dataset_for_transforms_v2
from torchvision.transforms import v2

MAX_ITER = 90000
IMS_PER_GPU = 2


def main():
    torch.distributed.init_process_group("nccl")
    device = torch.device("cuda", torch.distributed.get_rank())
    transform = v2.Compose([v2.ToImage(), v2.RandomHorizontalFlip(), v2.ToDtype(torch.float32, scale=True)])
    coco = CocoDetection("coco/train2017", "coco/annotations/instances_train2017.json", transforms=transform)
    coco = wrap_dataset_for_transforms_v2(coco, target_keys=("boxes", "labels", "masks"))
    loader = DataLoader(
        coco,
        batch_size=IMS_PER_GPU,
        sampler=DistributedSampler(coco),
        num_workers=4,
        collate_fn=lambda batch: tuple(zip(*batch)),
    )
    model = torchvision.models.detection.fasterrcnn_resnet50_fpn(weights_backbone="DEFAULT").to(device)
    model = torch.nn.parallel.DistributedDataParallel(model, device_ids=[device.index])
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.MultiStepLR(optimizer, [60000, 80000])
    batches = iter(loader)
    model.train()
    for iteration in range(MAX_ITER):
        images, targets = next(batches)
        images = [image.to(device) for image in images]
        targets = [{name: value.to(device) for name, value in one.items()} for one in targets]
        loss = sum(model(images, targets).values())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()


if __name__ == "__main__":
    main()
