"""Train a Lightning module without saying how long."""
# proof: metric accuracy, higher is better
# proof: fix Set max_epochs=50 and add EarlyStopping
import json
import os

import lightning as L
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))


class Digits(L.LightningModule):
    def __init__(self):
        super().__init__()
        self.network = nn.Sequential(nn.Conv2d(1, 16, 3), nn.ReLU(), nn.Flatten(), nn.Dropout(0.3), nn.Linear(576, 10))

    def training_step(self, batch, batch_idx):
        x, y = batch
        return nn.functional.cross_entropy(self.network(x), y)

    def validation_step(self, batch, batch_idx):
        x, y = batch
        logits = self.network(x)
        self.log("val_loss", nn.functional.cross_entropy(logits, y))
        self.log("val_acc", (logits.argmax(1) == y).float().mean(), prog_bar=True)

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=2e-3)


def loaders():
    images, labels = load_digits(return_X_y=True)
    images = torch.tensor(images, dtype=torch.float32).view(-1, 1, 8, 8) / 16
    labels = torch.tensor(labels)
    order = torch.randperm(len(labels), generator=torch.Generator().manual_seed(SEED))
    parts = [TensorDataset(images[part], labels[part]) for part in (order[:200], order[1_200:1_450], order[1_450:])]
    return [DataLoader(part, batch_size=100, shuffle=part is parts[0]) for part in parts]


def main():
    L.seed_everything(SEED)
    train_loader, val_loader, test_loader = loaders()
    model = Digits()
    trainer = L.Trainer(logger=False, enable_checkpointing=False, enable_progress_bar=False)
    trainer.fit(model, train_loader, val_loader)

    (scores,) = trainer.validate(model, test_loader, verbose=False)
    print(json.dumps({"accuracy": scores["val_acc"]}))


if __name__ == "__main__":
    main()
