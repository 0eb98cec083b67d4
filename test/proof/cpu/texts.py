"""What padding to a fixed length costs: a small BERT on texts of 14 tokens."""
from meter import SEEDS, heading, main, measure

import torch
from transformers import BertConfig, BertForSequenceClassification

torch.set_num_threads(1)


def padding():
    for seed in SEEDS:
        torch.manual_seed(seed)
        config = BertConfig(hidden_size=128, num_hidden_layers=2, num_attention_heads=2, intermediate_size=512)
        model = BertForSequenceClassification(config).eval()
        ids = torch.randint(1000, 2000, (32, 14))

        def train(length):
            padded = torch.nn.functional.pad(ids, (0, length - 14))
            mask = torch.nn.functional.pad(torch.ones_like(ids), (0, length - 14))
            for _ in range(20):
                loss = model(padded, attention_mask=mask, labels=torch.zeros(32, dtype=torch.long)).loss
                loss.backward()
                model.zero_grad()
            return loss

        for variant, length in (("padded to 128", 128), ("padded to the batch, 14", 14)):
            measure("padding-to-max-length", "BERT of 2 layers, texts of 14 tokens", variant, seed, lambda: train(length).item())


if __name__ == "__main__":
    heading("torch", "transformers")
    main(padding)
