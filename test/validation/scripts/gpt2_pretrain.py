# Published run: GPT-2 124M reproduced on OpenWebText, 8 A100 40GB, about 4 days (karpathy/nanoGPT README).
import os
import time

import numpy as np
import torch
from torch.distributed import init_process_group
from torch.nn.parallel import DistributedDataParallel as DDP
from transformers import GPT2Config, GPT2LMHeadModel

batch_size = 12
block_size = 1024
gradient_accumulation_steps = 5
max_iters = 600000
learning_rate = 6e-4
device = f"cuda:{os.environ['LOCAL_RANK']}"
dtype = torch.bfloat16

init_process_group(backend="nccl")
torch.cuda.set_device(device)
train_data = np.memmap("data/openwebtext/train.bin", dtype=np.uint16, mode="r")


def get_batch():
    ix = torch.randint(len(train_data) - block_size, (batch_size,))
    x = torch.stack([torch.from_numpy(train_data[i : i + block_size].astype(np.int64)) for i in ix])
    y = torch.stack([torch.from_numpy(train_data[i + 1 : i + 1 + block_size].astype(np.int64)) for i in ix])
    return x.pin_memory().to(device, non_blocking=True), y.pin_memory().to(device, non_blocking=True)


model = GPT2LMHeadModel(GPT2Config(n_positions=block_size)).to(device)
model = torch.compile(model)
model = DDP(model, device_ids=[int(os.environ["LOCAL_RANK"])])
optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate, betas=(0.9, 0.95), weight_decay=0.1)

started = time.time()
for iter_num in range(max_iters):
    for micro_step in range(gradient_accumulation_steps):
        x, y = get_batch()
        with torch.amp.autocast("cuda", dtype=dtype):
            loss = model(x, labels=y).loss / gradient_accumulation_steps
        loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)
    if iter_num % 1000 == 0:
        print(iter_num, loss.item(), time.time() - started)
