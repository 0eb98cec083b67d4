"""Fine-tune an EfficientNet on the Food-101 pictures with Lightning."""

import lightning as L
import torch
from torch import nn
from torch.utils.data import DataLoader
from torchvision import datasets, models

WEIGHTS = models.EfficientNet_B0_Weights.DEFAULT


class FoodData(L.LightningDataModule):
    def __init__(self, root="data", batch_size=64):
        super().__init__()
        self.root = root
        self.batch_size = batch_size

    def prepare_data(self):
        datasets.Food101(self.root, download=True)

    def setup(self, stage):
        transform = WEIGHTS.transforms()
        self.train_set = datasets.Food101(self.root, split="train", transform=transform)
        self.val_set = datasets.Food101(self.root, split="test", transform=transform)

    def train_dataloader(self):
        return DataLoader(
            self.train_set,
            batch_size=self.batch_size,
            shuffle=True,
            num_workers=8,
            pin_memory=True,
            persistent_workers=True,
        )

    def val_dataloader(self):
        return DataLoader(
            self.val_set,
            batch_size=self.batch_size,
            num_workers=8,
            pin_memory=True,
            persistent_workers=True,
        )


class FoodClassifier(L.LightningModule):
    def __init__(self, num_classes=101, learning_rate=3e-4):
        super().__init__()
        self.save_hyperparameters()
        self.model = models.efficientnet_b0(weights=WEIGHTS)
        self.model.classifier[1] = nn.Linear(self.model.classifier[1].in_features, num_classes)
        self.criterion = nn.CrossEntropyLoss(label_smoothing=0.1)

    def forward(self, images):
        return self.model(images)

    def training_step(self, batch, batch_idx):
        images, targets = batch
        loss = self.criterion(self(images), targets)
        self.log("train_loss", loss)
        return loss

    def validation_step(self, batch, batch_idx):
        images, targets = batch
        outputs = self(images)
        self.log("val_loss", self.criterion(outputs, targets), prog_bar=True)
        self.log("val_accuracy", (outputs.argmax(dim=1) == targets).float().mean(), prog_bar=True)

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=self.hparams.learning_rate)


def main():
    L.seed_everything(7)
    trainer = L.Trainer(
        accelerator="gpu",
        devices=1,
        default_root_dir="models/food101",
        log_every_n_steps=100,
    )
    trainer.fit(FoodClassifier(), datamodule=FoodData())


if __name__ == "__main__":
    main()
