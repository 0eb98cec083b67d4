# Published run: a slice of GPT-3 175B pre-training, 64 nodes of 8 H100 (MLPerf Training v4.0, smc-ac-power).
import argparse

import torch
from torch.utils.data import DataLoader
from transformers import OPTConfig, OPTForCausalLM

from megatron_lite import TokenDataset, initialise, shard

parser = argparse.ArgumentParser()
parser.add_argument("--train-iters", type=int, default=288)
parser.add_argument("--micro-batch-size", type=int, default=4)
parser.add_argument("--seq-length", type=int, default=2048)
args = parser.parse_args()

initialise()
config = OPTConfig.from_pretrained("facebook/opt-175b")
model = OPTForCausalLM(config).bfloat16()
model = shard(model)
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-5)
loader = DataLoader(TokenDataset("c4_text_document", args.seq_length), batch_size=args.micro_batch_size)
batches = iter(loader)
for iteration in range(args.train_iters):
    tokens = next(batches).cuda()
    loss = model(input_ids=tokens, labels=tokens).loss
    loss.backward()
    optimizer.step()
    optimizer.zero_grad()
