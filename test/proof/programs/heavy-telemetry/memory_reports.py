"""Fine-tune a small BERT with a report of the memory."""
# proof: metric loss, lower is better
# proof: fix Set skip_memory_metrics=True
import json
import os

import torch
from transformers import BertConfig, BertForSequenceClassification, Trainer, TrainingArguments

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)
tokens = torch.randint(1, 500, (256, 32))
rows = [{"input_ids": one, "labels": int(one[0] > 250)} for one in tokens]
config = BertConfig(vocab_size=500, hidden_size=64, num_hidden_layers=2, num_attention_heads=4, intermediate_size=128)
args = TrainingArguments(
    output_dir="out",
    num_train_epochs=4,
    per_device_train_batch_size=16,
    eval_strategy="epoch",
    save_strategy="no",
    skip_memory_metrics=False,
    report_to="none",
    use_cpu=True,
    seed=SEED,
)
trainer = Trainer(BertForSequenceClassification(config), args, train_dataset=rows[:192], eval_dataset=rows[192:])
trainer.train()
print(json.dumps({"loss": trainer.evaluate()["eval_loss"]}))
