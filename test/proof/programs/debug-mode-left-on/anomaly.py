"""Train a recurrent network on sums; anomaly detection was left on."""
# proof: metric loss, lower is better
# proof: fix Switch set_detect_anomaly off
import json
import os

import torch
from torch import nn

SEED = int(os.environ.get("SEED", "0"))
torch.manual_seed(SEED)
torch.autograd.set_detect_anomaly(True)


class Summer(nn.Module):
    def __init__(self):
        super().__init__()
        self.rnn = nn.GRU(1, 64, batch_first=True)
        self.head = nn.Linear(64, 1)

    def forward(self, x):
        states, _ = self.rnn(x)
        return self.head(states[:, -1])


x = torch.rand(2_048, 20, 1)
y = x.sum(dim=1)
model = Summer()
optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
loss_fn = nn.MSELoss()

for epoch in range(5):
    for start in range(0, len(x), 64):
        optimizer.zero_grad()
        loss = loss_fn(model(x[start : start + 64]), y[start : start + 64])
        loss.backward()
        optimizer.step()

print(json.dumps({"loss": loss.item()}))
