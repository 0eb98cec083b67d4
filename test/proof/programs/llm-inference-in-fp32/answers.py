"""Continue texts with a language model on whatever is there."""
# proof: metric logprob, higher is better
# proof: fix Set dtype="auto"
# proof: unmeasurable needs a GPU with 16-bit units
# proof: stand-in small-decoders
import json
import os

import torch
from transformers import AutoModelForCausalLM

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B", dtype=torch.float32).to(device)
model.eval()

scores = []
for number in range(8):
    prompts = torch.randint(3, 203, (4, 16), device=device)
    texts = model.generate(
        prompts, attention_mask=torch.ones_like(prompts), min_new_tokens=24, max_new_tokens=24, do_sample=False
    )
    with torch.inference_mode():
        logprobs = model(texts).logits.float().log_softmax(-1)
    scores.append(logprobs[:, 15:-1].gather(2, texts[:, 16:, None]).mean().item())

print(json.dumps({"logprob": sum(scores) / len(scores)}))
