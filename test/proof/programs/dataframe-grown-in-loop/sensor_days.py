"""Put the days of many sensors together and average them."""
# proof: metric checksum, higher is better
# proof: fix Move the parts into a list
import json
import os

import numpy as np
import pandas as pd

SEED = int(os.environ.get("SEED", "0"))
SENSORS = 2_500


def readings_of(sensor):
    random = np.random.default_rng(SEED * 10_000 + sensor)
    hours = pd.date_range("2024-01-01", periods=24, freq="h")
    return pd.DataFrame(
        {
            "sensor": sensor,
            "hour": hours,
            "temperature": random.normal(18, 4, 24),
            "humidity": random.uniform(0.3, 0.9, 24),
            "site": f"site {sensor % 7}",
        }
    )


readings = pd.DataFrame()
for sensor in range(SENSORS):
    readings = pd.concat([readings, readings_of(sensor)], ignore_index=True)

means = readings.groupby("site")[["temperature", "humidity"]].mean()
print(means)
print(json.dumps({"checksum": float(means.to_numpy().sum()) + len(readings) + int(readings.index[-1])}))
