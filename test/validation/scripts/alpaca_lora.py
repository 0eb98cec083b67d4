# Published run: LoRA on Alpaca, 1,000 iterations of one sample, one A100 40GB (Lightning-AI/litgpt tutorials/resource-tables.md).
import torch
from datasets import load_dataset
from peft import LoraConfig
from transformers import AutoModelForCausalLM, AutoTokenizer
from trl import SFTConfig, SFTTrainer

model_id = "meta-llama/Llama-2-7b-hf"
dataset = load_dataset("tatsu-lab/alpaca", split="train")
tokenizer = AutoTokenizer.from_pretrained(model_id)
model = AutoModelForCausalLM.from_pretrained(model_id, torch_dtype=torch.bfloat16, device_map="auto")

config = SFTConfig(
    output_dir="out",
    max_steps=1000,
    per_device_train_batch_size=1,
    learning_rate=3e-4,
    bf16=True,
    gradient_checkpointing=False,
    dataset_text_field="text",
)
trainer = SFTTrainer(
    model=model,
    args=config,
    train_dataset=dataset,
    peft_config=LoraConfig(r=8, lora_alpha=16, lora_dropout=0.05, target_modules=["q_proj", "v_proj"]),
)
trainer.train()
