"""Compute features of long texts with a transformer."""
# proof: metric mean, higher is better
# proof: fix Remove the request for eager attention
import json
import os

import torch
from transformers import AutoModel, BertConfig, BertModel

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)
config = BertConfig(vocab_size=5_000, hidden_size=256, num_hidden_layers=4, num_attention_heads=8, intermediate_size=512)
BertModel(config).save_pretrained("./encoder")

model = AutoModel.from_pretrained("./encoder", attn_implementation="eager")
model.eval()

features = []
with torch.inference_mode():
    for number in range(3):
        tokens = torch.randint(0, 5_000, (8, 512))
        features.append(model(tokens).last_hidden_state[:, 0])

print(json.dumps({"mean": torch.cat(features).abs().mean().item()}))
