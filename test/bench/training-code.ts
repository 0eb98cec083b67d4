/** Writes training code of any length that looks like real work; the same seed gives the same text. */

export interface TrainingCode {
  readonly text: string;
  /** Offsets inside function bodies, at the end of an identifier, where a person might type. */
  readonly typingPlaces: readonly number[];
}

/** Mulberry32: small, fast, and the same everywhere. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const HEADER = `"""Experiments on tabular and image data."""
import argparse
import json
import os

import numpy as np
import pandas as pd
import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import GridSearchCV, train_test_split
from sklearn.svm import SVC
from tensorflow import keras
from torch.utils.data import DataLoader, Dataset
from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments

DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
EPOCHS = 30
BATCH_SIZE = 64
`;

/** One piece of a program; `n` keeps names apart and varies the numbers. */
type Piece = (n: number) => string;

const dataset: Piece = (n) => `
class Records${n}(Dataset):
    """Rows of table ${n}, normalised with the statistics of the training split."""

    def __init__(self, path, columns=None, train=True):
        frame = pd.read_csv(path)
        columns = columns or [name for name in frame.columns if name != "label"]
        split = int(len(frame) * 0.8)
        rows = frame[:split] if train else frame[split:]
        self.features = rows[columns].to_numpy(dtype=np.float32)
        self.labels = rows["label"].to_numpy()
        self.mean, self.std = self.features.mean(axis=0), self.features.std(axis=0) + 1e-6

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, index):
        row = (self.features[index] - self.mean) / self.std
        return torch.from_numpy(row), int(self.labels[index])
`;

const network: Piece = (n) => `
class Network${n}(nn.Module):
    def __init__(self, channels=${16 + 8 * (n % 5)}, classes=10, dropout=0.${1 + (n % 4)}):
        super().__init__()
        self.conv1 = nn.Conv2d(3, channels, kernel_size=3, padding=1)
        self.conv2 = nn.Conv2d(channels, channels * 2, kernel_size=3, padding=1)
        self.norm = nn.BatchNorm2d(channels * 2)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Sequential(
            nn.Flatten(),
            nn.Linear(channels * 2 * 8 * 8, 256),
            nn.ReLU(),
            nn.Linear(256, classes),
        )

    def forward(self, images):
        features = F.max_pool2d(F.relu(self.conv1(images)), 2)
        features = F.max_pool2d(F.relu(self.norm(self.conv2(features))), 2)
        return self.head(self.dropout(features))
`;

const torchLoop: Piece = (n) => `
def train_${n}(args, model, loader, validation):
    """Trains for args.epochs and keeps the best weights."""
    model = model.to(DEVICE)
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.lr, weight_decay=1e-${2 + (n % 3)})
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=EPOCHS)
    best, history = 0.0, []
    for epoch in range(EPOCHS):
        model.train()
        total = 0.0
        for step, (inputs, targets) in enumerate(loader):
            inputs, targets = inputs.to(DEVICE), targets.to(DEVICE)
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, targets)
            loss.backward()
            optimizer.step()
            total += loss.item() * inputs.size(0)
            if step % ${50 + (n % 7) * 10} == 0:
                print(f"epoch {epoch} step {step} loss {loss.item():.4f}")
        scheduler.step()
        accuracy = evaluate_${n}(model, validation)
        history.append({"epoch": epoch, "loss": total / len(loader.dataset), "accuracy": accuracy})
        if accuracy > best:  # keep the best, not the last
            best = accuracy
            torch.save(model.state_dict(), os.path.join(args.output, "best_${n}.pt"))
    return history


def evaluate_${n}(model, loader):
    model.eval()
    correct, seen = 0, 0
    for inputs, targets in loader:
        inputs, targets = inputs.to(DEVICE), targets.to(DEVICE)
        predictions = model(inputs).argmax(dim=1)
        correct += (predictions == targets).sum().item()
        seen += targets.size(0)
    return correct / max(1, seen)
`;

const search: Piece = (n) => `
def search_${n}(features, labels):
    grid = {
        "C": [0.1, 1, 10, ${100 + n}],
        "gamma": ["scale", 0.01, 0.001],
        "kernel": ["rbf", "poly"],
    }
    searcher = GridSearchCV(SVC(), grid, cv=5, n_jobs=-1, scoring="accuracy")
    train_x, test_x, train_y, test_y = train_test_split(features, labels, test_size=0.2, random_state=${n})
    searcher.fit(train_x, train_y)
    forest = RandomForestClassifier(n_estimators=${100 + 50 * (n % 4)}, random_state=0).fit(train_x, train_y)
    scores = {"svc": searcher.score(test_x, test_y), "forest": forest.score(test_x, test_y)}
    print(json.dumps(scores, indent=2))
    return searcher.best_estimator_, scores
`;

const kerasFit: Piece = (n) => `
def fit_${n}(images, labels):
    model = keras.Sequential(
        [
            keras.layers.Conv2D(32, 3, activation="relu", input_shape=(32, 32, 3)),
            keras.layers.MaxPooling2D(),
            keras.layers.Flatten(),
            keras.layers.Dense(${64 + 32 * (n % 3)}, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(images, labels, validation_split=0.1, epochs=${50 + (n % 50)}, batch_size=BATCH_SIZE)
    return model, history.history["val_accuracy"][-1]
`;

const fineTune: Piece = (n) => `
def fine_tune_${n}(train_set, eval_set, output):
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=${2 + (n % 4)})
    arguments = TrainingArguments(
        output_dir=output,
        num_train_epochs=3,
        per_device_train_batch_size=16,
        learning_rate=2e-5,
        logging_steps=100,
    )
    trainer = Trainer(model=model, args=arguments, train_dataset=train_set, eval_dataset=eval_set)
    trainer.train()
    return trainer.evaluate()
`;

const helpers: Piece = (n) => `
def summarise_${n}(rows, key="accuracy"):
    """Mean, spread and best of one figure over runs."""
    values = [row[key] for row in rows if row.get(key) is not None]
    if not values:
        return {"count": 0}
    mean = sum(values) / len(values)
    spread = (sum((value - mean) ** 2 for value in values) / len(values)) ** 0.5
    return {"count": len(values), "mean": round(mean, 4), "std": round(spread, 4), "best": max(values)}


def parse_${n}(argv=None):
    parser = argparse.ArgumentParser(description="experiment ${n}")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--lr", type=float, default=${(n % 9) + 1}e-4)
    parser.add_argument("--output", default="runs/${n}")
    return parser.parse_args(argv)
`;

/** Real projects are mostly data handling, networks and helpers: one piece in ten trains something. */
const pieces: readonly Piece[] = [
  ...Array<Piece>(8).fill(dataset),
  ...Array<Piece>(8).fill(network),
  ...Array<Piece>(20).fill(helpers),
  torchLoop,
  search,
  kerasFit,
  fineTune,
];

/** A program of at least `lines` lines, cut at the end of a piece. */
export function trainingCode(lines: number, seed: number): TrainingCode {
  const draw = random(seed);
  let text = HEADER;
  let count = text.split('\n').length;
  for (let n = 0; count < lines; n += 1) {
    const piece = pieces[Math.floor(draw() * pieces.length)]?.(n) ?? '';
    text += `\n${piece}`;
    count += piece.split('\n').length;
  }
  return { text, typingPlaces: typingPlaces(text) };
}

function typingPlaces(text: string): number[] {
  const places: number[] = [];
  for (const match of text.matchAll(/^ {8,}.*?\b(inputs|values|labels|history|frame|features|model)(?=[^\w"])/gm)) {
    places.push(match.index + match[0].length);
  }
  return places;
}
