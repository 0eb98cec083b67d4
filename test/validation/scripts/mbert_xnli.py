# Published run: multilingual BERT on XNLI (English MNLI), V100 16GB, 106 minutes (README of huggingface/transformers examples).
import torch
from datasets import load_dataset
from torch.optim import AdamW
from torch.utils.data import DataLoader
from tqdm.auto import tqdm
from transformers import AutoModelForSequenceClassification, AutoTokenizer, get_linear_schedule_with_warmup

EPOCHS = 2
BATCH = 32
device = torch.device("cuda")

tokenizer = AutoTokenizer.from_pretrained("bert-base-multilingual-cased")
model = AutoModelForSequenceClassification.from_pretrained("bert-base-multilingual-cased", num_labels=3).to(device)
train = load_dataset("xnli", "en", split="train")
train = train.map(
    lambda row: tokenizer(row["premise"], row["hypothesis"], padding="max_length", truncation=True, max_length=128),
    batched=True,
)
train.set_format("torch", columns=["input_ids", "attention_mask", "label"])
loader = DataLoader(train, batch_size=BATCH, shuffle=True)
optimizer = AdamW(model.parameters(), lr=5e-5)
schedule = get_linear_schedule_with_warmup(optimizer, 0, EPOCHS * len(loader))

model.train()
for epoch in range(EPOCHS):
    for batch in tqdm(loader):
        out = model(
            input_ids=batch["input_ids"].to(device),
            attention_mask=batch["attention_mask"].to(device),
            labels=batch["label"].to(device),
        )
        out.loss.backward()
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
model.save_pretrained("xnli")
