# Published run: BERT base cased on the GLUE tasks, one GPU (README of text-classification examples in huggingface/transformers).
from argparse import ArgumentParser

import evaluate
import numpy as np
from datasets import load_dataset
from transformers import (
    AutoModelForSequenceClassification,
    AutoTokenizer,
    Trainer,
    TrainingArguments,
    default_data_collator,
)

KEYS = {
    "cola": ("sentence", None),
    "mnli": ("premise", "hypothesis"),
    "mrpc": ("sentence1", "sentence2"),
    "qnli": ("question", "sentence"),
    "qqp": ("question1", "question2"),
    "rte": ("sentence1", "sentence2"),
    "sst2": ("sentence", None),
    "stsb": ("sentence1", "sentence2"),
    "wnli": ("sentence1", "sentence2"),
}


def main():
    parser = ArgumentParser()
    parser.add_argument("--task_name", default="cola", choices=sorted(KEYS))
    parser.add_argument("--model_name_or_path", default="bert-base-cased")
    parser.add_argument("--max_seq_length", type=int, default=128)
    parser.add_argument("--num_train_epochs", type=int, default=3)
    args = parser.parse_args()

    raw = load_dataset("nyu-mll/glue", args.task_name)
    labels = 1 if args.task_name == "stsb" else raw["train"].features["label"].num_classes
    tokenizer = AutoTokenizer.from_pretrained(args.model_name_or_path)
    model = AutoModelForSequenceClassification.from_pretrained(args.model_name_or_path, num_labels=labels)
    first, second = KEYS[args.task_name]

    def preprocess(examples):
        texts = (examples[first],) if second is None else (examples[first], examples[second])
        return tokenizer(*texts, padding="max_length", max_length=args.max_seq_length, truncation=True)

    raw = raw.map(preprocess, batched=True)
    metric = evaluate.load("glue", args.task_name)

    def compute_metrics(p):
        return metric.compute(predictions=np.argmax(p.predictions, axis=1), references=p.label_ids)

    training = TrainingArguments(
        output_dir="glue",
        per_device_train_batch_size=32,
        learning_rate=2e-5,
        num_train_epochs=args.num_train_epochs,
        fp16=False,
    )
    trainer = Trainer(
        model=model,
        args=training,
        train_dataset=raw["train"],
        eval_dataset=raw["validation"] if args.task_name != "mnli" else raw["validation_matched"],
        compute_metrics=compute_metrics,
        data_collator=default_data_collator,
    )
    trainer.train()
    print(trainer.evaluate())


if __name__ == "__main__":
    main()
