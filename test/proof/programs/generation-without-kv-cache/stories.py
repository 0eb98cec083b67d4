"""Continue a batch of texts with a small language model."""
# proof: metric tokens, higher is better
# proof: fix Use the cache
import json
import os

import torch
from transformers import AutoModelForCausalLM, GPT2Config, GPT2LMHeadModel

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)
config = GPT2Config(
    vocab_size=1_000, n_positions=256, n_embd=128, n_layer=3, n_head=4, bos_token_id=0, eos_token_id=0, pad_token_id=0
)
GPT2LMHeadModel(config).save_pretrained("storyteller")

model = AutoModelForCausalLM.from_pretrained("storyteller")
model.eval()

total = 0
for number in range(3):
    prompts = torch.randint(1, 1_000, (4, 32))
    texts = model.generate(
        prompts, attention_mask=torch.ones_like(prompts), max_new_tokens=48, do_sample=False, use_cache=False
    )
    total += int(texts.sum())

print(json.dumps({"tokens": total}))
