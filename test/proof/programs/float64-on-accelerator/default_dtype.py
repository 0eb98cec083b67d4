"""Fit a physics-informed network in double precision."""
# proof: metric loss, lower is better
# proof: fix Use float32 as the default
# proof: unmeasurable needs a GPU, whose float64 units are few
import json
import os

import torch
from torch import nn

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)
torch.set_default_dtype(torch.float64)
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

x = torch.linspace(0, 1, 2_000, device=device).unsqueeze(1)
target = torch.exp(-3 * x) * torch.sin(10 * x)
model = nn.Sequential(nn.Linear(1, 128), nn.Tanh(), nn.Linear(128, 128), nn.Tanh(), nn.Linear(128, 1)).to(device)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)

for step in range(200):
    optimizer.zero_grad()
    loss = nn.functional.mse_loss(model(x), target)
    loss.backward()
    optimizer.step()

print(json.dumps({"loss": loss.item()}))
