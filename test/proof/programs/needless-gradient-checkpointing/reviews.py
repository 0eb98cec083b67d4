"""Fine-tune a stored BERT, which checkpoints its activations, on labelled texts."""
# proof: metric loss, lower is better
# proof: fix Turn gradient checkpointing off
import json
import os

import torch
from transformers import AutoModelForSequenceClassification, BertConfig, BertForSequenceClassification
from transformers import Trainer, TrainingArguments

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)
config = BertConfig(
    vocab_size=500, hidden_size=128, num_hidden_layers=4, num_attention_heads=4, intermediate_size=512,
    hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
)
BertForSequenceClassification(config).save_pretrained("bert-base-uncased")

tokens = torch.randint(1, 500, (96, 64))
train = [{"input_ids": one, "labels": int(one[0] > 250)} for one in tokens]
model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased")
args = TrainingArguments(
    "out",
    per_device_train_batch_size=8,
    gradient_checkpointing=True,
    num_train_epochs=1,
    save_strategy="no",
    report_to="none",
    use_cpu=True,
    seed=SEED,
)
trainer = Trainer(model=model, args=args, train_dataset=train)
result = trainer.train()
print(json.dumps({"loss": result.training_loss}))
