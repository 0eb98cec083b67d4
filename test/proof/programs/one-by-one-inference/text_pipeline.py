"""Classify texts with a pipeline, one call each."""
# proof: metric score, higher is better
# proof: fix Run all elements in one call
import json
import os

import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast, pipeline

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)
WORDS = [f"word{n}" for n in range(200)]
raw = Tokenizer(models.WordLevel({word: n for n, word in enumerate(["[PAD]", "[UNK]", *WORDS])}, unk_token="[UNK]"))
raw.pre_tokenizer = pre_tokenizers.Whitespace()
tokenizer = PreTrainedTokenizerFast(tokenizer_object=raw, pad_token="[PAD]", unk_token="[UNK]", model_max_length=128)
config = BertConfig(vocab_size=202, hidden_size=64, num_hidden_layers=2, num_attention_heads=2, intermediate_size=128)

BertForSequenceClassification(config).save_pretrained("classifier")
tokenizer.save_pretrained("classifier")

classifier = pipeline("text-classification", model="classifier")
texts = [" ".join(WORDS[(n * 7 + k) % 200] for k in range(4 + n % 20)) for n in range(300)]
results = []
for text in texts:
    results.append(classifier(text)[0])

print(json.dumps({"score": sum(one["score"] for one in results) / len(results)}))
