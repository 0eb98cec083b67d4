"""Fine-tune a language model on texts with TRL."""
# proof: metric loss, lower is better
# proof: fix Train LoRA adapters
# proof: stand-in pretrained-decoder
import json
import os

import numpy as np
from datasets import load_dataset
from transformers import set_seed
from trl import SFTConfig, SFTTrainer

SEED = int(os.environ.get("SEED", "0"))


def write_texts():
    """Words in an order that can be learned."""
    with open("texts.jsonl", "w") as file:
        for start in np.random.default_rng(SEED).integers(0, 200, 256):
            file.write(json.dumps({"text": " ".join(f"word{(start + 3 * n) % 200}" for n in range(24))}) + "\n")


set_seed(SEED)
write_texts()
data = load_dataset("json", data_files="texts.jsonl", split="train").train_test_split(64, seed=SEED)
args = SFTConfig(
    output_dir="out", num_train_epochs=3, per_device_train_batch_size=16, learning_rate=1e-3, save_strategy="no",
    report_to="none", use_cpu=True, bf16=False, gradient_checkpointing=False, disable_tqdm=True, seed=SEED,
)
trainer = SFTTrainer("meta-llama/Llama-3.2-1B", args=args, train_dataset=data["train"], eval_dataset=data["test"])
trainer.train()
print(json.dumps({"loss": trainer.evaluate()["eval_loss"]}))
