"""Continue texts with a language model on an RTX 3090, or on the processor where there is none."""
# proof: metric logprob, higher is better
# proof: fix Set quantization_config to 4 bits
# proof: unmeasurable needs a GPU, whose memory is what 4 bits spare
# proof: stand-in small-decoders
import json
import os

import torch
from transformers import AutoModelForCausalLM

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-2-7b-hf", dtype=torch.bfloat16, device_map="auto")
model.eval()

scores = []
for number in range(4):
    prompts = torch.randint(3, 203, (4, 16), device=model.device)
    texts = model.generate(
        prompts, attention_mask=torch.ones_like(prompts), min_new_tokens=24, max_new_tokens=24, do_sample=False
    )
    with torch.inference_mode():
        logprobs = model(texts).logits.float().log_softmax(-1)
    scores.append(logprobs[:, 15:-1].gather(2, texts[:, 16:, None]).mean().item())

print(json.dumps({"logprob": sum(scores) / len(scores)}))
