"""Score texts with a classifier that hands its attention weights out, which nobody looks at."""
# proof: metric score, higher is better
# proof: fix Remove output_attentions
import json
import os

import torch
from transformers import AutoModelForSequenceClassification, BertConfig, BertForSequenceClassification

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)
config = BertConfig(vocab_size=5_000, hidden_size=256, num_hidden_layers=4, num_attention_heads=8, intermediate_size=512)
BertForSequenceClassification(config).save_pretrained("classifier")

model = AutoModelForSequenceClassification.from_pretrained("./classifier")
model.eval()

scores = []
for number in range(3):
    tokens = torch.randint(0, 5_000, (8, 512))
    with torch.inference_mode():
        logits = model(tokens, output_attentions=True).logits
    scores.append(logits.softmax(-1)[:, 1].mean().item())

print(json.dumps({"score": sum(scores) / len(scores)}))
