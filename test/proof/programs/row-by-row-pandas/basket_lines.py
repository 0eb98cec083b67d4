"""Turn the lines of receipts into sequences of baskets, row by row."""
# proof: metric checksum, higher is better
# proof: fix Use itertuples
# proof: share 0.96 the loop; the rest makes and reads the file
import json
import os
import tempfile

import numpy as np
import pandas as pd

SEED = int(os.environ.get("SEED", "0"))
LINES = 120_000

random = np.random.default_rng(SEED)
path = os.path.join(tempfile.mkdtemp(), "lines.csv")
pd.DataFrame(
    {
        "customer": random.integers(0, 4_000, LINES),
        "price": random.gamma(2.0, 4.0, LINES).round(2),
        "amount": random.integers(1, 6, LINES),
        "product": random.choice(["bread", "milk", "rice", "soap", "tea"], LINES),
    }
).to_csv(path, index=False)

lines = pd.read_csv(path)
spent = {}
teas = 0
for _, row in lines.iterrows():
    # What one customer has paid so far.
    spent[row["customer"]] = spent.get(row["customer"], 0.0) + row["price"] * row["amount"]
    if row["product"] == "tea":
        teas += row["amount"]

print("customers:", len(spent), "packs of tea:", teas)
print(json.dumps({"checksum": round(float(sum(spent.values())) + float(teas), 4)}))
