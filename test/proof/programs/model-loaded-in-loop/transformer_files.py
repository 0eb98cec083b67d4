"""Classify one file of texts after the other with a stored transformer."""
# proof: metric score, higher is better
# proof: fix Move the load in front of the loop
import json
import os

import torch
from transformers import AutoModelForSequenceClassification, BertConfig, BertForSequenceClassification

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)
config = BertConfig(vocab_size=5_000, hidden_size=256, num_hidden_layers=4, num_attention_heads=4, intermediate_size=512)
BertForSequenceClassification(config).save_pretrained("classifier")

scores = []
for number in range(12):
    model = AutoModelForSequenceClassification.from_pretrained("classifier")
    tokens = torch.randint(0, 5_000, (8, 32))
    with torch.inference_mode():
        scores.append(model(tokens).logits.softmax(-1)[:, 1].mean().item())

print(json.dumps({"score": sum(scores) / len(scores)}))
