"""Attention written out, tied weights, recurrent readers, patches."""
from math import sqrt
from types import SimpleNamespace

import torch
import torch.nn.functional as F
from torch import nn


class SelfAttention(nn.Module):
    def __init__(self, config):
        super().__init__()
        assert config.n_embd % config.n_head == 0
        self.c_attn = nn.Linear(config.n_embd, 3 * config.n_embd, bias=config.bias)
        self.c_proj = nn.Linear(config.n_embd, config.n_embd, bias=config.bias)
        self.register_buffer("mask", torch.tril(torch.ones(config.block_size, config.block_size)).view(1, 1, config.block_size, config.block_size))
        self.n_head = config.n_head
        self.n_embd = config.n_embd

    def forward(self, x):
        B, T, C = x.size()
        q, k, v = self.c_attn(x).split(self.n_embd, dim=2)
        k = k.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        q = q.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        v = v.view(B, T, self.n_head, C // self.n_head).transpose(1, 2)
        att = (q @ k.transpose(-2, -1)) * (1.0 / sqrt(k.size(-1)))
        att = att.masked_fill(self.mask[:, :, :T, :T] == 0, float("-inf"))
        att = F.softmax(att, dim=-1)
        y = att @ v
        y = y.transpose(1, 2).contiguous().view(B, T, C)
        return self.c_proj(y)


class Block(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.ln_1 = nn.LayerNorm(config.n_embd)
        self.attn = SelfAttention(config)
        self.ln_2 = nn.LayerNorm(config.n_embd)
        self.mlp = nn.ModuleDict(dict(c_fc=nn.Linear(config.n_embd, 4 * config.n_embd), c_proj=nn.Linear(4 * config.n_embd, config.n_embd), act=nn.GELU()))

    def forward(self, x):
        x = x + self.attn(self.ln_1(x))
        m = self.mlp
        return x + m.c_proj(m.act(m.c_fc(self.ln_2(x))))


class MiniGPT(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.config = config
        self.transformer = nn.ModuleDict(
            dict(
                wte=nn.Embedding(config.vocab_size, config.n_embd),
                wpe=nn.Embedding(config.block_size, config.n_embd),
                h=nn.ModuleList([Block(config) for _ in range(config.n_layer)]),
                ln_f=nn.LayerNorm(config.n_embd),
            )
        )
        self.lm_head = nn.Linear(config.n_embd, config.vocab_size, bias=False)
        self.transformer.wte.weight = self.lm_head.weight

    def forward(self, idx, targets=None):
        b, t = idx.size()
        pos = torch.arange(0, t, dtype=torch.long, device=idx.device)
        x = self.transformer.wte(idx) + self.transformer.wpe(pos)
        for block in self.transformer.h:
            x = block(x)
        logits = self.lm_head(self.transformer.ln_f(x))
        loss = None
        if targets is not None:
            loss = F.cross_entropy(logits.view(-1, logits.size(-1)), targets.view(-1))
        return logits, loss


class ViT(nn.Module):
    def __init__(self, image=32, patch=4, dim=192, depth=6, heads=3, classes=10):
        super().__init__()
        self.patch = nn.Conv2d(3, dim, patch, patch)
        self.cls = nn.Parameter(torch.zeros(1, 1, dim))
        self.pos = nn.Parameter(torch.randn(1, (image // patch) ** 2 + 1, dim) * 0.02)
        layer = nn.TransformerEncoderLayer(dim, heads, dim * 4, activation="gelu", batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, depth)
        self.head = nn.Sequential(nn.LayerNorm(dim), nn.Linear(dim, classes))

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(x.shape[0], -1, -1), x], dim=1) + self.pos
        return self.head(self.encoder(x)[:, 0])


class Reader(nn.Module):
    def __init__(self, kind, vocab, width, hidden, layers=1, both=False, classes=2):
        super().__init__()
        self.embed = nn.Embedding(vocab, width, padding_idx=0)
        cell = {"lstm": nn.LSTM, "gru": nn.GRU}[kind]
        self.rnn = cell(width, hidden, num_layers=layers, batch_first=True, bidirectional=both)
        self.fc = nn.Linear(hidden * (2 if both else 1), classes)
        self.both = both

    def forward(self, tokens):
        out, _ = self.rnn(self.embed(tokens))
        return self.fc(out[:, -1, :])


class AttentivePool(nn.Module):
    def __init__(self, width, heads, classes):
        super().__init__()
        self.query = nn.Parameter(torch.zeros(1, 1, width))
        self.attend = nn.MultiheadAttention(width, heads, batch_first=True)
        self.fc = nn.Linear(width, classes)

    def forward(self, x):
        pooled, _ = self.attend(self.query.repeat(len(x), 1, 1), x, x, need_weights=False)
        return self.fc(pooled.squeeze(1))


class Tagger(nn.Module):
    def __init__(self, vocab=3000, width=64, hidden=128, tags=9):
        super().__init__()
        self.words = nn.Embedding(vocab, width)
        self.conv = nn.ModuleList([nn.Conv1d(width, hidden // 2, k, padding="same") for k in (3, 5)])
        self.pool = nn.GRU(hidden, hidden, batch_first=True)
        self.tag = nn.Linear(hidden, tags)

    def forward(self, tokens):
        x = self.words(tokens).permute(0, 2, 1)
        x = torch.cat([F.relu(conv(x)) for conv in self.conv], dim=1).permute(0, 2, 1)
        h, _ = self.pool(x)
        return self.tag(h)


config = SimpleNamespace(n_embd=128, n_head=4, n_layer=4, vocab_size=512, block_size=64, bias=False)
model_gpt = MiniGPT(config)
input_gpt = torch.randint(0, 512, (2, 64))
model_gpt(input_gpt)
model_vit = ViT()
input_vit = torch.randn(2, 3, 32, 32)
model_vit(input_vit)
model_reader = Reader("lstm", 10000, 100, 128, layers=2, both=True)
input_reader = torch.zeros(4, 80, dtype=torch.long)
model_reader(input_reader)
model_reader_gru = Reader("gru", 5000, 64, 96, classes=5)
input_reader_gru = torch.zeros(4, 50, dtype=torch.long)
model_reader_gru(input_reader_gru)
model_pool = AttentivePool(96, 4, 6)
input_pool = torch.randn(2, 49, 96)
model_pool(input_pool)
model_tagger = Tagger()
input_tagger = torch.zeros(2, 40, dtype=torch.long)
model_tagger(input_tagger)
