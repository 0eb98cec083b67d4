"""Fine-tune BERT on the IMDb reviews with the Hugging Face Trainer."""

import numpy as np
from datasets import load_dataset
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    DataCollatorWithPadding,
    Trainer,
    TrainingArguments,
)

CHECKPOINT = "bert-base-uncased"


def tokenize(batch, tokenizer):
    return tokenizer(batch["text"], truncation=True, max_length=384)


def accuracy(prediction):
    return {"accuracy": float((np.argmax(prediction.predictions, axis=-1) == prediction.label_ids).mean())}


def main():
    reviews = load_dataset("imdb")
    tokenizer = AutoTokenizer.from_pretrained(CHECKPOINT)
    reviews = reviews.map(tokenize, batched=True, fn_kwargs={"tokenizer": tokenizer}, remove_columns=["text"])

    model = AutoModelForSequenceClassification.from_pretrained(CHECKPOINT, num_labels=2)

    args = TrainingArguments(
        output_dir="models/imdb",
        num_train_epochs=3,
        per_device_train_batch_size=16,
        per_device_eval_batch_size=64,
        learning_rate=2e-5,
        weight_decay=0.01,
        eval_strategy="epoch",
        save_strategy="epoch",
        load_best_model_at_end=True,
        metric_for_best_model="accuracy",
        report_to="none",
    )
    trainer = Trainer(
        model=model,
        args=args,
        train_dataset=reviews["train"],
        eval_dataset=reviews["test"],
        processing_class=tokenizer,
        data_collator=DataCollatorWithPadding(tokenizer),
        compute_metrics=accuracy,
    )
    trainer.train()
    trainer.save_model()


if __name__ == "__main__":
    main()
