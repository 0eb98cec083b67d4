"""Fine-tune a small BERT on whatever accelerator there is."""
# proof: metric accuracy, higher is better
# proof: fix Set bf16=True
# proof: fix Set fp16=True
# proof: fix Set tf32=True
# proof: stand-in transformers-with-gpu
# proof: unmeasurable needs a GPU with Tensor Cores
import json
import os

import numpy as np
import torch
from datasets import Dataset
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast, Trainer, TrainingArguments, set_seed

SEED = int(os.environ.get("SEED", "0"))
WORDS = ["good", "fine", "great", "bad", "poor", "awful"] + [f"word{n}" for n in range(200)]


def make_tokenizer():
    vocabulary = {word: index for index, word in enumerate(["[PAD]", "[UNK]", *WORDS])}
    raw = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    raw.pre_tokenizer = pre_tokenizers.Whitespace()
    return PreTrainedTokenizerFast(tokenizer_object=raw, pad_token="[PAD]", unk_token="[UNK]", model_max_length=128)


def make_reviews(rows, random):
    labels = random.integers(0, 2, rows)
    texts = []
    for label in labels:
        words = [WORDS[n] for n in random.integers(6, len(WORDS), random.integers(4, 24))]
        words[random.integers(len(words))] = WORDS[3 * int(label) + random.integers(3)]
        texts.append(" ".join(words))
    return Dataset.from_dict({"text": texts, "label": labels.tolist()})


def make_model():
    return BertForSequenceClassification(
        BertConfig(vocab_size=210, hidden_size=64, num_hidden_layers=2, num_attention_heads=2, intermediate_size=128)
    )


def accuracy_of(prediction):
    return {"accuracy": float((prediction.predictions.argmax(1) == prediction.label_ids).mean())}


def main():
    set_seed(SEED)
    random = np.random.default_rng(SEED)
    tokenizer = make_tokenizer()

    def tokenize(rows):
        return tokenizer(rows["text"], truncation=True)

    train, test = (make_reviews(rows, random).map(tokenize, batched=True) for rows in (1_000, 300))
    args = TrainingArguments(
        output_dir="out", num_train_epochs=2, per_device_train_batch_size=32, learning_rate=1e-3, seed=SEED,
        save_strategy="no", report_to="none", disable_tqdm=True,
    )
    trainer = Trainer(
        model=make_model().to("cuda" if torch.cuda.is_available() else "cpu"), args=args, train_dataset=train,
        eval_dataset=test, processing_class=tokenizer, compute_metrics=accuracy_of,
    )
    trainer.train()
    print(json.dumps({"accuracy": trainer.evaluate()["eval_accuracy"]}))


if __name__ == "__main__":
    main()
