"""Fine-tune a language model on texts of one kind with the Trainer."""
# proof: metric loss, lower is better
# proof: fix Train LoRA adapters
# proof: stand-in pretrained-decoder
import json
import os

import numpy as np
from transformers import AutoModelForCausalLM, Trainer, TrainingArguments, set_seed

SEED = int(os.environ.get("SEED", "0"))


def write_texts():
    """Token numbers that count in steps of three."""
    starts = np.random.default_rng(SEED).integers(0, 200, (256, 1))
    np.savez("texts.npz", tokens=3 + (starts + 3 * np.arange(24)) % 200)


set_seed(SEED)
write_texts()
texts = np.load("texts.npz")["tokens"]
rows = [{"input_ids": one, "labels": one} for one in texts]

model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
args = TrainingArguments(
    output_dir="out", num_train_epochs=3, per_device_train_batch_size=16, learning_rate=1e-3, save_strategy="no",
    report_to="none", use_cpu=True, disable_tqdm=True, seed=SEED,
)
trainer = Trainer(model=model, args=args, train_dataset=rows[:192], eval_dataset=rows[192:])
trainer.train()
print(json.dumps({"loss": trainer.evaluate()["eval_loss"]}))
