"""CPU-seconds and the score of one piece of work, on one thread; prints one JSON line."""
import json
import os
import platform
import time
from importlib.metadata import version

for name in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{name}_NUM_THREADS"] = "1"

ONLY = set(filter(None, os.environ.get("ONLY", "").split(",")))
SEEDS = range(int(os.environ.get("SEEDS", "3")))


def heading(*packages):
    print(json.dumps({"python": platform.python_version(), **{name: version(name) for name in packages}}), flush=True)


def measure(rule, data, variant, seed, work):
    """`work()` gives the score, or None where there is nothing to compare."""
    start = time.process_time()
    score = work()
    seconds = time.process_time() - start
    row = {"rule": rule, "data": data, "variant": variant, "seed": seed, "seconds": round(seconds, 3)}
    print(json.dumps(row | {"score": None if score is None else round(float(score), 4)}), flush=True)


def main(*parts):
    for part in parts:
        if not ONLY or part.__name__ in ONLY:
            part()
