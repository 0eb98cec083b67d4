"""Train a classifier whose collate function pads every batch to the limit."""
# proof: metric loss, lower is better
# proof: fix Set padding=True for each batch
import json
import os

import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from torch.utils.data import DataLoader
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast

SEED = int(os.environ.get("SEED", "0"))
WORDS = [f"word{n}" for n in range(200)]
raw = Tokenizer(models.WordLevel({word: n for n, word in enumerate(["[PAD]", "[UNK]", *WORDS])}, unk_token="[UNK]"))
raw.pre_tokenizer = pre_tokenizers.Whitespace()
tokenizer = PreTrainedTokenizerFast(tokenizer_object=raw, pad_token="[PAD]", unk_token="[UNK]", model_max_length=128)


def collate(rows):
    texts, labels = zip(*rows)
    batch = tokenizer(list(texts), padding="max_length", truncation=True, max_length=128, return_tensors="pt")
    batch["labels"] = torch.tensor(labels)
    return batch


def main():
    torch.manual_seed(SEED)
    numbers = [torch.randint(1, 200, (int(length),)).tolist() for length in torch.randint(4, 24, (800,))]
    rows = [(" ".join(WORDS[n] for n in [label, *picked]), label) for label, picked in zip([0, 1] * 400, numbers)]
    loader = DataLoader(rows, batch_size=32, shuffle=True, collate_fn=collate)
    config = BertConfig(
        vocab_size=202, hidden_size=64, num_hidden_layers=2, num_attention_heads=2, intermediate_size=128,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
    )
    model = BertForSequenceClassification(config)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    for epoch in range(3):
        for batch in loader:
            loss = model(**batch).loss
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    print(json.dumps({"loss": loss.item()}))


if __name__ == "__main__":
    main()
