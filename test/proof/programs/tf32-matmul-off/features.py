"""Compute features of many records with a wide network."""
# proof: metric mean, higher is better
# proof: fix Run float32 matrix products in TF32
# proof: unmeasurable needs a GPU with Tensor Cores
import json
import os

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)
device = torch.device("cuda" if torch.cuda.is_available() else "cpu")

loader = DataLoader(TensorDataset(torch.randn(8_192, 512)), batch_size=256)
model = nn.Sequential(nn.Linear(512, 1024), nn.ReLU(), nn.Linear(1024, 1024), nn.ReLU(), nn.Linear(1024, 64)).to(device)
model.eval()

features = []
with torch.inference_mode():
    for (records,) in loader:
        outputs = model(records.to(device))
        features.append(outputs.cpu())

print(json.dumps({"mean": torch.cat(features).abs().mean().item()}))
