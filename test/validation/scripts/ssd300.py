# Published run: SSD300 with a ResNet-50 backbone on COCO 2017, 65 epochs (NVIDIA/DeepLearningExamples, SSD README).
import torch
from torch.nn.parallel import DistributedDataParallel
from torchvision.datasets import CocoDetection

from ssd.dali import DaliPipeline
from ssd.model import SSD300, Loss
from ssd.utils import dboxes300_coco

EPOCHS = 65
BATCH_SIZE = 64


def main():
    torch.distributed.init_process_group("nccl")
    rank = torch.distributed.get_rank()
    torch.cuda.set_device(rank)
    annotations = CocoDetection("/coco/train2017", "/coco/annotations/instances_train2017.json")
    loader = torch.utils.data.DataLoader(annotations, batch_size=BATCH_SIZE, num_workers=8)
    ssd300 = SSD300(backbone="resnet50").cuda()
    ssd300 = DistributedDataParallel(ssd300, device_ids=[rank])
    loss_func = Loss(dboxes300_coco()).cuda()
    optimizer = torch.optim.SGD(ssd300.parameters(), lr=2.6e-3, momentum=0.9, weight_decay=5e-4)
    scaler = torch.cuda.amp.GradScaler()
    for epoch in range(EPOCHS):
        for img, bbox, label in loader:
            img, bbox, label = img.cuda(), bbox.cuda(), label.cuda()
            with torch.cuda.amp.autocast():
                ploc, plabel = ssd300(img)
                loss = loss_func(ploc, plabel, bbox, label)
            optimizer.zero_grad()
            scaler.scale(loss).backward()
            scaler.step(optimizer)
            scaler.update()


if __name__ == "__main__":
    main()
