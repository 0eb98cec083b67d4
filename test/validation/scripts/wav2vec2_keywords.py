# Published run: wav2vec 2.0 base on SUPERB keyword spotting, one V100, 14 minutes (README of audio-classification examples in
# huggingface/transformers).
import evaluate
import numpy as np
from datasets import Audio, load_dataset
from transformers import AutoFeatureExtractor, AutoModelForAudioClassification, Trainer, TrainingArguments

checkpoint = "facebook/wav2vec2-base"
ks = load_dataset("superb", "ks")
extractor = AutoFeatureExtractor.from_pretrained(checkpoint)
ks = ks.cast_column("audio", Audio(sampling_rate=16_000))
labels = ks["train"].features["label"].names


def preprocess(batch):
    audio = [one["array"] for one in batch["audio"]]
    inputs = extractor(audio, sampling_rate=16_000, max_length=16_000, truncation=True)
    inputs["labels"] = batch["label"]
    return inputs


encoded = ks.map(preprocess, remove_columns=["audio", "file"], batched=True)
model = AutoModelForAudioClassification.from_pretrained(checkpoint, num_labels=len(labels))
accuracy = evaluate.load("accuracy")

args = TrainingArguments(
    "wav2vec2-base-ks",
    eval_strategy="epoch",
    save_strategy="epoch",
    learning_rate=3e-5,
    per_device_train_batch_size=32,
    gradient_accumulation_steps=4,
    num_train_epochs=5,
    warmup_ratio=0.1,
    fp16=True,
    dataloader_num_workers=4,
    load_best_model_at_end=True,
)
trainer = Trainer(
    model,
    args,
    train_dataset=encoded["train"],
    eval_dataset=encoded["validation"],
    compute_metrics=lambda p: accuracy.compute(predictions=np.argmax(p.predictions, axis=1), references=p.label_ids),
)
trainer.train()
