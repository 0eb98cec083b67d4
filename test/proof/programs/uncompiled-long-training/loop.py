"""Fine-tune a BERT on reviews that are padded to one length, with a loop of one's own; EPOCHS shortens it."""
# proof: metric loss, lower is better
# proof: fix Call compile() on the network
# proof: unmeasurable needs a GPU, whose kernels a compiler fuses
# proof: stand-in small-berts
# proof: stand-in traced-without-kernels
# proof: env EPOCHS=2
import json
import os
import random

import torch
from datasets import load_dataset
from torch.utils.data import DataLoader
from transformers import AutoModelForSequenceClassification, AutoTokenizer

SEED = int(os.environ.get("SEED", "0"))
EPOCHS = int(os.environ.get("EPOCHS", "10"))
torch.manual_seed(SEED)
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")


def write_reviews():
    """A few texts where the data set of that name would lie."""
    chosen = random.Random(SEED)
    os.mkdir("imdb")
    with open("imdb/train.jsonl", "w") as file:
        for number in range(160):
            words = [f"word{chosen.randrange(100) + 100 * (number % 2)}" for _ in range(chosen.randrange(4, 24))]
            file.write(json.dumps({"text": " ".join(words), "label": number % 2}) + "\n")


write_reviews()
tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
data = load_dataset("imdb", split="train")
data = data.map(lambda rows: tokenizer(rows["text"], padding="max_length", truncation=True, max_length=32), batched=True)
data.set_format("torch", columns=["input_ids", "attention_mask", "label"])
loader = DataLoader(data, batch_size=16, shuffle=True)

model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2).to(device)
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-4)

model.train()
for epoch in range(EPOCHS):
    total = 0.0
    for batch in loader:
        batch = {name: values.to(device) for name, values in batch.items()}
        labels = batch.pop("label")
        loss = model(**batch, labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item()

print(json.dumps({"loss": total / len(loader)}))
