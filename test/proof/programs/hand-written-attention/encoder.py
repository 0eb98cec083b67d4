"""Train a small transformer encoder, whose attention is written out, to tell which half of a sequence is louder."""
# proof: metric loss, lower is better
# proof: fix Use scaled_dot_product_attention
# proof: unmeasurable what is saved are accesses to the memory of a GPU
import json
import math
import os

import torch
import torch.nn.functional as F
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)


class SelfAttention(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(dim, 3 * dim)
        self.out = nn.Linear(dim, dim)

    def forward(self, x):
        batch, length, dim = x.shape
        qkv = self.qkv(x).view(batch, length, 3, self.heads, dim // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-2, -1) / math.sqrt(k.size(-1))
        weights = F.softmax(scores, dim=-1)
        mixed = weights @ v
        return self.out(mixed.transpose(1, 2).reshape(batch, length, dim))


class Encoder(nn.Module):
    def __init__(self, dim=64, heads=4):
        super().__init__()
        self.embed = nn.Linear(4, dim)
        self.attention = SelfAttention(dim, heads)
        self.norm = nn.LayerNorm(dim)
        self.head = nn.Linear(dim, 2)

    def forward(self, x):
        x = self.embed(x)
        x = self.norm(x + self.attention(x))
        return self.head(x.mean(dim=1))


x = torch.randn(128, 512, 4)
y = (x[:, :256].abs().sum((1, 2)) > x[:, 256:].abs().sum((1, 2))).long()
loader = DataLoader(TensorDataset(x, y), batch_size=16, shuffle=True)
model = Encoder()
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)

for epoch in range(2):
    total = 0.0
    for inputs, targets in loader:
        optimizer.zero_grad()
        loss = F.cross_entropy(model(inputs), targets)
        loss.backward()
        optimizer.step()
        total += loss.item()
print(json.dumps({"loss": total / len(loader)}))
