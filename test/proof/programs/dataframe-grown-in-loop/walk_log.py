"""Keep a log of a random walk, one row a step."""
# proof: metric checksum, higher is better
# proof: fix Move the rows into a list
import json
import os

import numpy as np
import pandas as pd

SEED = int(os.environ.get("SEED", "0"))

random = np.random.default_rng(SEED)
log = pd.DataFrame(columns=["step", "position", "reward"])
position = 0.0
for step in range(4_000):
    position = 0.95 * position + random.normal()
    log.loc[len(log)] = [step, position, -abs(position)]

late = log[log["step"] >= 1_000]
print(log.dtypes)
print(json.dumps({"checksum": float(late["reward"].mean() + late["position"].std() + len(log))}))
