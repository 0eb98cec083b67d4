# Published run: BLOOM, 366 B tokens on 384 A100 in 118 days (Luccioni et al. 2022, arXiv 2211.02001).
import deepspeed
import torch
from torch.utils.data import DataLoader
from transformers import AutoConfig, AutoModelForCausalLM

from corpus import TokenFile

SEQUENCE = 2048
GLOBAL_BATCH = 2048
TRAIN_STEPS = 87_260

config = AutoConfig.from_pretrained("bigscience/bloom")
with deepspeed.zero.Init():
    model = AutoModelForCausalLM.from_config(config)
model.gradient_checkpointing_enable()

engine, optimizer, _, schedule = deepspeed.initialize(
    model=model,
    model_parameters=model.parameters(),
    config={
        "train_batch_size": GLOBAL_BATCH,
        "bf16": {"enabled": True},
        "zero_optimization": {"stage": 3},
        "optimizer": {"type": "AdamW", "params": {"lr": 6e-5}},
    },
)
loader = DataLoader(TokenFile("roots.bin", SEQUENCE), batch_size=GLOBAL_BATCH // 384)
batches = iter(loader)
for step in range(TRAIN_STEPS):
    tokens = next(batches).to(engine.device)
    loss = engine(input_ids=tokens, labels=tokens).loss
    engine.backward(loss)
    engine.step()
    if step % 10 == 0:
        print(f"{step} {loss.item():.3f}")
