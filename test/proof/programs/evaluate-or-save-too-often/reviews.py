"""Fine-tune a classifier of texts and evaluate it every few steps."""
# proof: metric loss, lower is better
# proof: fix Evaluate once per epoch
import json
import os

import torch
from transformers import BertConfig, BertForSequenceClassification, Trainer, TrainingArguments

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)

tokens = torch.randint(1, 500, (160, 64))
rows = [{"input_ids": one, "labels": int(one[0] > 250)} for one in tokens]
train, val = rows[:96], rows[96:]

config = BertConfig(vocab_size=500, hidden_size=128, num_hidden_layers=4, num_attention_heads=4, intermediate_size=512)
model = BertForSequenceClassification(config)
args = TrainingArguments(
    "out",
    eval_strategy="steps",
    eval_steps=1,
    num_train_epochs=3,
    per_device_train_batch_size=16,
    per_device_eval_batch_size=16,
    save_strategy="no",
    report_to="none",
    use_cpu=True,
    seed=SEED,
)
trainer = Trainer(model=model, args=args, train_dataset=train, eval_dataset=val)
trainer.train()
print(json.dumps({"loss": trainer.evaluate()["eval_loss"]}))
