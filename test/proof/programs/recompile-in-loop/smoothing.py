"""Smooth many signals with a function that the loop makes and compiles."""
# proof: metric mean, higher is better
# proof: fix Move the compilation in front of the loop
import json
import os

import jax
import jax.numpy as jnp
import numpy as np

SEED = int(os.environ.get("SEED", "0"))
rng = np.random.default_rng(SEED)
signals = np.cumsum(rng.normal(size=(16, 512)), axis=1).astype(np.float32)


def smooth(signal, kernel):
    return jnp.convolve(signal, kernel / kernel.sum(), mode="same")


kernel = np.hanning(33).astype(np.float32)
distances = []
for signal in signals:
    fast_smooth = jax.jit(jax.vmap(smooth, in_axes=(0, None)))
    smoothed = fast_smooth(signal.reshape(4, 128), kernel)
    distances.append(float(jnp.mean(jnp.abs(signal.reshape(4, 128) - smoothed))))

print(json.dumps({"mean": float(np.mean(distances))}))
