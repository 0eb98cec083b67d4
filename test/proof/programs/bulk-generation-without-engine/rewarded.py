"""Teach a small language model to give short answers, by rewards."""
# proof: fix Set use_vllm=True
# proof: needs vLLM and a GPU
import os

from datasets import load_dataset
from trl import GRPOConfig, GRPOTrainer

SEED = int(os.environ.get("SEED", "0"))


def short(completions, **_):
    return [-float(len(one)) for one in completions]


args = GRPOConfig(output_dir="out", num_generations=4, max_completion_length=32, max_steps=10, seed=SEED)
dataset = load_dataset("trl-lib/tldr", split="train")
trainer = GRPOTrainer("Qwen/Qwen2-0.5B-Instruct", reward_funcs=short, args=args, train_dataset=dataset)
trainer.train()
