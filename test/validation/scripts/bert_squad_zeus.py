# Published run: BERT base on SQuAD 1.1, one epoch on V100, A40, P100 and RTX 6000 (Zeus, NSDI 2023 traces, ml-energy/zeus).
import torch
from datasets import load_dataset
from torch.utils.data import DataLoader
from transformers import BertForQuestionAnswering, BertTokenizerFast, default_data_collator

from features import with_positions

EPOCHS = 1
BATCH_SIZE = 32
MODEL = "bert-base-uncased"

torch.backends.cuda.matmul.allow_tf32 = True
tokenizer = BertTokenizerFast.from_pretrained(MODEL)
model = BertForQuestionAnswering.from_pretrained(MODEL).cuda()
raw = load_dataset("squad", split="train")


def features(rows):
    encoded = tokenizer(
        rows["question"],
        rows["context"],
        truncation="only_second",
        max_length=384,
        stride=128,
        padding="max_length",
        return_overflowing_tokens=True,
        return_offsets_mapping=True,
    )
    return with_positions(encoded, rows["answers"])


train = raw.map(features, batched=True, remove_columns=raw.column_names)
loader = DataLoader(train, batch_size=BATCH_SIZE, shuffle=True, collate_fn=default_data_collator)
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-5)
for epoch in range(EPOCHS):
    for batch in loader:
        batch = {name: value.cuda() for name, value in batch.items()}
        loss = model(**batch).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
