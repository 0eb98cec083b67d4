# Published run: LLaMA, pre-training of 7B to 65B on 1.0 to 1.4 T tokens (Touvron et al. 2023, arXiv 2302.13971, table 15).
import argparse

import torch
import torch.distributed as dist
from torch.distributed.fsdp import FullyShardedDataParallel as FSDP
from torch.utils.data import DataLoader
from transformers import AutoConfig, AutoModelForCausalLM, get_cosine_schedule_with_warmup

from tokens import PackedTokens

parser = argparse.ArgumentParser()
parser.add_argument("--model", default="huggyllama/llama-7b")
parser.add_argument("--seq-len", type=int, default=2048)
parser.add_argument("--micro-batch", type=int, default=8)
parser.add_argument("--max-steps", type=int, default=238419)
parser.add_argument("--lr", type=float, default=3e-4)
args = parser.parse_args()


def main():
    dist.init_process_group("nccl")
    local_rank = dist.get_rank() % torch.cuda.device_count()
    torch.cuda.set_device(local_rank)
    config = AutoConfig.from_pretrained(args.model)
    model = AutoModelForCausalLM.from_config(config)
    model = FSDP(model.to(torch.bfloat16), device_id=local_rank)
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.lr, betas=(0.9, 0.95), weight_decay=0.1)
    scheduler = get_cosine_schedule_with_warmup(optimizer, 2000, args.max_steps)
    loader = DataLoader(PackedTokens("/data/tokens", args.seq_len), batch_size=args.micro_batch, num_workers=4)
    batches = iter(loader)
    for step in range(args.max_steps):
        batch = next(batches).to(local_rank)
        loss = model(input_ids=batch, labels=batch).loss
        loss.backward()
        model.clip_grad_norm_(1.0)
        optimizer.step()
        scheduler.step()
        optimizer.zero_grad(set_to_none=True)
        if step % 100 == 0 and dist.get_rank() == 0:
            print(step, loss.item())


if __name__ == "__main__":
    main()
