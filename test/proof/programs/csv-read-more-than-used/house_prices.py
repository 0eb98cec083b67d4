"""Fit prices of houses to two columns of a wide file."""
# proof: metric r2, higher is better
# proof: fix Add usecols
# proof: share 0.72 reading; the rest makes the file and fits
import json
import os
import tempfile

import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression

SEED = int(os.environ.get("SEED", "0"))


def write_houses(path, rows=4_000, blocks=250):
    """A file of many rows, made of one block of them so that it is written fast."""
    random = np.random.default_rng(SEED)
    houses = pd.DataFrame({"area": random.gamma(8.0, 15.0, rows).round(1), "rooms": random.integers(1, 8, rows)})
    noise = random.normal(0, 20_000, rows)
    houses.insert(0, "price", (900 * houses["area"] + 12_000 * houses["rooms"] + noise).round())
    houses["id"] = np.arange(rows)
    houses["built"] = "1974-03-01"
    houses["city"] = random.choice(["Turin", "Lyon", "Graz"], rows)
    for n in range(15):
        houses[f"score_{n}"] = random.normal(0, 1, rows).round(6)
    block = houses.to_csv(index=False, header=False)
    with open(path, "w") as file:
        file.write(",".join(houses.columns) + "\n")
        for _ in range(blocks):
            file.write(block)


path = os.path.join(tempfile.mkdtemp(), "houses.csv")
write_houses(path)

houses = pd.read_csv(path)
X = houses[["area", "rooms"]]
y = houses["price"]
model = LinearRegression().fit(X, y)

os.remove(path)
print(json.dumps({"r2": model.score(X, y)}))
