# Published run: Llama 2 and Llama 3.1, pre-training (model cards of meta-llama/llama-models: GPU hours).
from datasets import load_dataset
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    Trainer,
    TrainingArguments,
)

MODEL = "meta-llama/Llama-2-7b-hf"
BLOCK = 4096

tokenizer = AutoTokenizer.from_pretrained(MODEL)
tokenizer.pad_token = tokenizer.eos_token
stream = load_dataset("allenai/c4", "en", split="train", streaming=True)


def encode(rows):
    return tokenizer(rows["text"], truncation=True, max_length=BLOCK)


stream = stream.map(encode, batched=True, remove_columns=["text", "timestamp", "url"])
model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(MODEL))

args = TrainingArguments(
    output_dir="checkpoints",
    max_steps=476837,
    per_device_train_batch_size=4,
    learning_rate=3e-4,
    lr_scheduler_type="cosine",
    warmup_steps=2000,
    bf16=True,
    fsdp="full_shard auto_wrap",
    logging_steps=50,
    save_steps=1000,
)
trainer = Trainer(
    model=model,
    args=args,
    train_dataset=stream,
    data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
)
trainer.train()
