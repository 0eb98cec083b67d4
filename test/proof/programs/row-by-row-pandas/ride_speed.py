"""Mark rides that are faster than a limit, with a function for every row."""
# proof: metric rmse, lower is better
# proof: fix Compute with whole columns
import json
import os

import numpy as np
import pandas as pd
from sklearn.linear_model import LinearRegression

SEED = int(os.environ.get("SEED", "0"))
RIDES = 600_000

random = np.random.default_rng(SEED)
rides = pd.DataFrame(
    {
        "distance": random.gamma(2.0, 3.0, RIDES) + 0.2,
        "minutes": random.gamma(3.0, 5.0, RIDES) + 1.0,
        "tolls": random.integers(0, 3, RIDES),
    }
)
rides["speed"] = rides.apply(lambda ride: ride["distance"] / ride["minutes"] * 60, axis=1)

fare = 2.5 + 1.8 * rides["distance"] - 0.01 * rides["speed"] + rides["tolls"] + random.normal(0, 0.5, RIDES)
features = rides[["distance", "speed", "tolls"]]
model = LinearRegression().fit(features, fare)
errors = fare - model.predict(features)

print(json.dumps({"rmse": float(np.sqrt((errors**2).mean()))}))
