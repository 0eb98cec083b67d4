"""Search the learning rate and the momentum of a linear model with Ray Tune."""
# proof: metric loss, lower is better
# proof: fix Add an ASHAScheduler
import json
import os

import numpy as np
from ray import tune

SEED = int(os.environ.get("SEED", "0"))


def trainable(config):
    random = np.random.default_rng(SEED)
    X = random.normal(size=(10_000, 60))
    y = X @ random.normal(size=60) + random.normal(size=10_000)
    weights, velocity = np.zeros(60), np.zeros(60)
    for epoch in range(20):
        for rows in np.array_split(np.arange(len(y)), 40):
            gradient = X[rows].T @ (X[rows] @ weights - y[rows]) / len(rows)
            velocity = config["momentum"] * velocity - config["lr"] * gradient
            weights = weights + velocity
        loss = float(np.mean((X @ weights - y) ** 2))
        tune.report({"loss": min(loss, 1e6)})


def main():
    tuner = tune.Tuner(
        trainable,
        param_space={"lr": tune.loguniform(1e-5, 1e-1), "momentum": tune.uniform(0.0, 0.9)},
        tune_config=tune.TuneConfig(metric="loss", mode="min", num_samples=16, max_concurrent_trials=1),
    )
    results = tuner.fit()
    print(json.dumps({"loss": results.get_best_result().metrics["loss"]}))


if __name__ == "__main__":
    main()
