# Published run: Llama 2 70B, LoRA on GovReport, 8 to 64 GPUs (MLPerf Training v4.0, v4.1 and v5.0 power submissions).
import torch
from datasets import load_dataset
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments, default_data_collator

MODEL = "meta-llama/Llama-2-70b-hf"
LENGTH = 8192

tokenizer = AutoTokenizer.from_pretrained(MODEL)
tokenizer.pad_token = tokenizer.eos_token
data = load_dataset("regisss/scrolls_gov_report_preprocessed_mlperf_2", split="train")


def encode(rows):
    tokens = tokenizer(rows["input"], truncation=True, padding="max_length", max_length=LENGTH)
    tokens["labels"] = tokens["input_ids"].copy()
    return tokens


data = data.map(encode, batched=True, remove_columns=data.column_names)
model = AutoModelForCausalLM.from_pretrained(MODEL, torch_dtype=torch.bfloat16)
lora = LoraConfig(r=16, lora_alpha=32, lora_dropout=0.1, target_modules=["qkv_proj", "o_proj"], task_type="CAUSAL_LM")
model = get_peft_model(model, lora)

arguments = TrainingArguments(
    output_dir="lora",
    max_steps=384,
    per_device_train_batch_size=1,
    learning_rate=4e-4,
    lr_scheduler_type="cosine",
    weight_decay=0.0001,
    bf16=True,
    logging_steps=24,
)
Trainer(model=model, args=arguments, train_dataset=data, data_collator=default_data_collator).train()
