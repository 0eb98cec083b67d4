"""Training and running transformers and dense networks, on random tokens."""
import torch
import transformers
from torch import nn
from torch.nn import functional as F

from meter import CUDA, DEVICE, autocast, main, measure, training_step

transformers.logging.set_verbosity_error()
SMALL_BERT = {"hidden_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2, "intermediate_size": 128}
LLAMA_1B = {"hidden_size": 2048, "intermediate_size": 5632, "num_hidden_layers": 22, "num_attention_heads": 32, "num_key_value_heads": 4, "vocab_size": 32000}
SMALL_LLAMA = {"hidden_size": 64, "intermediate_size": 128, "num_hidden_layers": 2, "num_attention_heads": 4, "num_key_value_heads": 2, "vocab_size": 500}


def bert_base(attention="sdpa"):
    config = transformers.BertConfig(num_labels=2, attn_implementation=attention, **({} if CUDA else SMALL_BERT))
    return transformers.BertForSequenceClassification(config).to(DEVICE).train()


def classified(kind, count, tokens, attention="sdpa", matmul="highest", adamw=None, checkpointing=False, mean=None):
    """`mean` masks the tokens beyond lengths drawn around it."""

    def make():
        torch.set_float32_matmul_precision(matmul)
        model = bert_base(attention)
        if checkpointing:
            model.gradient_checkpointing_enable()
        ids, labels = torch.randint(5, 30000, (count, tokens), device=DEVICE), torch.randint(0, 2, (count,), device=DEVICE)
        mask = torch.ones_like(ids)
        if mean is not None:
            lengths = (torch.randn(count, generator=torch.Generator().manual_seed(1)) * 0.5 * mean + mean).clamp(16, tokens).long()
            mask = (torch.arange(tokens)[None] < lengths[:, None]).long().to(DEVICE)
        optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5, **(adamw or {}))
        return training_step(lambda: model(input_ids=ids, attention_mask=mask, labels=labels).loss, optimizer, kind)

    return make


def accumulated(count, times, tokens):
    def make():
        model = bert_base()
        optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5)
        ids, labels = torch.randint(5, 30000, (count, tokens), device=DEVICE), torch.randint(0, 2, (count,), device=DEVICE)

        def step(_number):
            for _ in range(times):
                with autocast("bf16"):
                    loss = model(input_ids=ids, labels=labels).loss / times
                loss.backward()
            optimizer.step()
            optimizer.zero_grad()

        return step

    return make


class Block(nn.Module):
    """A block of GPT-2 whose attention is written out or left to the library."""

    def __init__(self, width, heads, by_hand):
        super().__init__()
        self.heads, self.by_hand = heads, by_hand
        self.before, self.after = nn.LayerNorm(width), nn.LayerNorm(width)
        self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
        self.mlp = nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width))

    def attend(self, q, k, v):
        if not self.by_hand:
            return F.scaled_dot_product_attention(q, k, v, is_causal=True)
        scores = (q @ k.transpose(-2, -1)) * q.shape[-1] ** -0.5
        later = torch.ones(scores.shape[-2:], device=q.device, dtype=torch.bool).triu(1)
        return scores.masked_fill(later, float("-inf")).softmax(-1) @ v

    def forward(self, x):
        count, tokens, width = x.shape
        heads = (part.view(count, tokens, self.heads, -1).transpose(1, 2) for part in self.qkv(self.before(x)).split(width, 2))
        x = x + self.out(self.attend(*heads).transpose(1, 2).reshape(count, tokens, width))
        return x + self.mlp(self.after(x))


class GPT2(nn.Module):
    def __init__(self, by_hand, width=768, blocks=12, heads=12, words=50304, tokens=1024):
        super().__init__()
        self.words, self.places = nn.Embedding(words, width), nn.Embedding(tokens, width)
        self.blocks = nn.Sequential(*(Block(width, heads, by_hand) for _ in range(blocks)))
        self.norm, self.out = nn.LayerNorm(width), nn.Linear(width, words, bias=False)

    def forward(self, ids):
        x = self.words(ids) + self.places(torch.arange(ids.shape[1], device=ids.device))
        return self.out(self.norm(self.blocks(x)))


def language_model(kind, by_hand, count, tokens, adamw=None, matmul="highest"):
    def make():
        torch.set_float32_matmul_precision(matmul)
        model = (GPT2(by_hand) if CUDA else GPT2(by_hand, 64, 2, 2, 100)).to(DEVICE)
        ids = torch.randint(0, 100, (count, tokens), device=DEVICE)
        optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, **(adamw or {}))
        return training_step(lambda: F.cross_entropy(model(ids)[:, :-1].flatten(0, 1).float(), ids[:, 1:].flatten()), optimizer, kind)

    return make


def dense(width, kind, dtype=torch.float32, matmul="highest"):
    def make():
        torch.set_float32_matmul_precision(matmul)
        model = nn.Sequential(nn.Linear(width, width), nn.ReLU(), nn.Linear(width, width), nn.ReLU(), nn.Linear(width, 10)).to(DEVICE, dtype)
        x, y = torch.randn(1024, width, device=DEVICE, dtype=dtype), torch.randint(0, 10, (1024,), device=DEVICE)
        optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
        return training_step(lambda: F.cross_entropy(model(x), y), optimizer, kind)

    return make


def generated(dtype, count, cache=True):
    """128 new tokens behind a prompt of 128."""
    new, prompt = (128, 128) if CUDA else (4, 8)

    def make():
        config = transformers.LlamaConfig(pad_token_id=0, bos_token_id=1, eos_token_id=None, **(LLAMA_1B if CUDA else SMALL_LLAMA))
        model = transformers.LlamaForCausalLM(config).to(DEVICE, dtype).eval()
        ids = torch.randint(5, 400, (count, prompt), device=DEVICE)
        options = {"max_new_tokens": new, "min_new_tokens": new, "do_sample": False, "use_cache": cache}
        return lambda _number: model.generate(ids, attention_mask=torch.ones_like(ids), **options)

    return make


def precision():
    wide = 4096 if CUDA else 64
    for variant, kind, options in (
        ("fp32", "fp32", {}),
        ("fp32, matmul high", "fp32", {"matmul": "high"}),
        ("bf16", "bf16", {}),
        ("float64", "fp32", {"dtype": torch.float64}),
    ):
        measure("dense 3 x 4096", variant, dense(wide, kind, **options), 1024)
    measure("dense 3 x 128", "fp32", dense(128, "fp32"), 1024)
    measure("dense 3 x 128", "bf16", dense(128, "bf16"), 1024)


def bert():
    short, long = (128, 512) if CUDA else (16, 32)
    for variant, kind, options in (
        ("fp32", "fp32", {}),
        ("fp32, matmul high", "fp32", {"matmul": "high"}),
        ("bf16", "bf16", {}),
        ("fp16 with GradScaler", "fp16", {}),
        ("bf16, AdamW(fused=True)", "bf16", {"adamw": {"fused": True}}),
        ("bf16, AdamW(foreach=False)", "bf16", {"adamw": {"foreach": False}}),
        ("bf16, gradient checkpointing", "bf16", {"checkpointing": True}),
    ):
        measure("bert-base, 128 tokens", variant, classified(kind, 32, short, **options), 32)
    measure("bert-base, 512 tokens", "sdpa", classified("bf16", 32, long), 32)
    measure("bert-base, 512 tokens", "eager", classified("bf16", 32, long, "eager"), 32)
    measure("bert-base, 128 tokens in the mean", "padded to 512", classified("bf16", 32, long, mean=long // 4), 32)
    measure("bert-base, 128 tokens in the mean", "padded to 256", classified("bf16", 32, long // 2, mean=long // 4), 32)
    for count in (1, 8, 32):
        measure("bert-base, batch of 32", f"{count} x {32 // count}", accumulated(count, 32 // count, short), 32)


def gpt2():
    long, short = (1024, 256) if CUDA else (32, 16)
    for variant, kind, by_hand, options in (
        ("fp32, by hand", "fp32", True, {}),
        ("fp32, matmul high, by hand", "fp32", True, {"matmul": "high"}),
        ("bf16, by hand", "bf16", True, {}),
        ("bf16, sdpa", "bf16", False, {}),
        ("bf16, sdpa, AdamW(fused=True)", "bf16", False, {"adamw": {"fused": True}}),
    ):
        measure("gpt2, 1024 tokens", variant, language_model(kind, by_hand, 8, long, **options), 8 * long)
    measure("gpt2, 256 tokens", "bf16, by hand", language_model("bf16", True, 32, short), 32 * short)
    measure("gpt2, 256 tokens", "bf16, sdpa", language_model("bf16", False, 32, short), 32 * short)


def generation():
    for count in (1, 16):
        for variant, dtype, cache in (("bf16", torch.bfloat16, True), ("fp32", torch.float32, True), ("bf16, no cache", torch.bfloat16, False)):
            measure(f"llama 1.1B, batch {count}", variant, generated(dtype, count, cache), 128 * count, least=2)


if __name__ == "__main__":
    main(precision, bert, gpt2, generation)
