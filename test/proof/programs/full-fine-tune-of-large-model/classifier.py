"""Fine-tune all of a language model to tell two kinds of text apart."""
# proof: metric accuracy, higher is better
# proof: fix Train LoRA adapters
# proof: stand-in small-decoders
import json
import os

import numpy as np
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments, set_seed

SEED = int(os.environ.get("SEED", "0"))


def write_texts():
    """Token numbers; a third of each text comes from one half of the vocabulary or from the other."""
    random = np.random.default_rng(SEED)
    labels = random.integers(0, 2, 640)
    halves = np.where(random.random((640, 24)) < 0.35, labels[:, None], random.integers(0, 2, (640, 24)))
    np.savez("texts.npz", tokens=3 + 100 * halves + random.integers(0, 100, (640, 24)), labels=labels)


def accuracy_of(prediction):
    return {"accuracy": float((prediction.predictions.argmax(1) == prediction.label_ids).mean())}


set_seed(SEED)
write_texts()
texts = np.load("texts.npz")
rows = [{"input_ids": one, "labels": int(label)} for one, label in zip(texts["tokens"], texts["labels"])]

model = AutoModelForSequenceClassification.from_pretrained("meta-llama/Llama-3.2-1B", num_labels=2, dtype="float32")
args = TrainingArguments(
    output_dir="out", num_train_epochs=3, per_device_train_batch_size=16, learning_rate=1e-3, save_strategy="no",
    report_to="none", use_cpu=True, disable_tqdm=True, seed=SEED,
)
trainer = Trainer(
    model=model, args=args, train_dataset=rows[:512], eval_dataset=rows[512:], compute_metrics=accuracy_of
)
trainer.train()
print(json.dumps({"accuracy": trainer.evaluate()["eval_accuracy"]}))
