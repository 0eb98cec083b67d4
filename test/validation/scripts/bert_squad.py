# Published run: BERT large on SQuAD 1.1, 8 A100 80GB (NVIDIA/DeepLearningExamples, BERT README); BERT base and large on one V100 16GB.
import argparse

import torch
from accelerate import Accelerator
from datasets import load_dataset
from torch.utils.data import DataLoader
from transformers import AutoModelForQuestionAnswering, AutoTokenizer, default_data_collator, get_scheduler

from squad_features import spans


def parse_args():
    parser = argparse.ArgumentParser()
    parser.add_argument("--model_name", type=str, default="bert-large-uncased")
    parser.add_argument("--batch_size", type=int, default=32)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--lr", type=float, default=3e-5)
    return parser.parse_args()


def main():
    args = parse_args()
    accelerator = Accelerator(mixed_precision="fp16")
    tokenizer = AutoTokenizer.from_pretrained(args.model_name)
    model = AutoModelForQuestionAnswering.from_pretrained(args.model_name)
    squad = load_dataset("squad")

    def prepare(examples):
        tokens = tokenizer(
            examples["question"],
            examples["context"],
            truncation="only_second",
            max_length=384,
            stride=128,
            return_overflowing_tokens=True,
            return_offsets_mapping=True,
            padding="max_length",
        )
        return spans(tokens, examples["answers"])

    features = squad["train"].map(prepare, batched=True, remove_columns=squad["train"].column_names)
    loader = DataLoader(features, shuffle=True, collate_fn=default_data_collator, batch_size=args.batch_size)
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.lr)
    model, optimizer, loader = accelerator.prepare(model, optimizer, loader)
    schedule = get_scheduler("linear", optimizer, 0, args.epochs * len(loader))

    for epoch in range(args.epochs):
        model.train()
        for batch in loader:
            loss = model(**batch).loss
            accelerator.backward(loss)
            optimizer.step()
            schedule.step()
            optimizer.zero_grad()
    accelerator.unwrap_model(model).save_pretrained("squad")


if __name__ == "__main__":
    main()
