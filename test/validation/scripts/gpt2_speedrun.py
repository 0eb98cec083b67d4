# Published run: GPT-2 124M on 10 B tokens of FineWeb, 8 H100, 45 minutes (KellerJordan/modded-nanogpt README, baseline).
import torch
import torch.distributed as dist
from torch.nn.parallel import DistributedDataParallel as DDP
from transformers import GPT2Config, GPT2LMHeadModel

from fineweb import DistributedTokenLoader

NUM_ITERATIONS = 19073
BATCH_SIZE = 64
SEQUENCE_LENGTH = 1024

dist.init_process_group("nccl")
rank = dist.get_rank()
torch.cuda.set_device(rank)
torch.set_float32_matmul_precision("high")

loader = DistributedTokenLoader("fineweb10B/*.bin", BATCH_SIZE, SEQUENCE_LENGTH, rank, dist.get_world_size())
model = GPT2LMHeadModel(GPT2Config()).cuda()
model = torch.compile(model)
model = DDP(model, device_ids=[rank])
optimizer = torch.optim.AdamW(model.parameters(), lr=0.0018, betas=(0.9, 0.95), fused=True)
autocast = torch.amp.autocast(device_type="cuda", dtype=torch.bfloat16)

for step in range(NUM_ITERATIONS):
    x, y = loader.next_batch()
    with autocast:
        loss = model(x, labels=y).loss
    loss.backward()
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    if rank == 0 and step % 128 == 0:
        print(f"step:{step}/{NUM_ITERATIONS} loss:{loss.item():.4f}")
