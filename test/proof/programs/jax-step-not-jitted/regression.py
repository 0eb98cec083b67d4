"""Fit a small network to a noisy surface with JAX and Optax."""
# proof: metric loss, lower is better
# proof: fix Decorate the step with jax.jit
import json
import os

import jax
import jax.numpy as jnp
import numpy as np
import optax

SEED = int(os.environ.get("SEED", "0"))
rng = np.random.default_rng(SEED)
x = rng.normal(size=(1_000, 8)).astype(np.float32)
y = np.sin(x[:, :1]) * x[:, 1:2] + 0.1 * rng.normal(size=(1_000, 1)).astype(np.float32)


def init(key, sizes):
    keys = jax.random.split(key, len(sizes))
    return [
        {"w": jax.random.normal(k, (m, n)) / jnp.sqrt(m), "b": jnp.zeros(n)}
        for k, m, n in zip(keys, sizes[:-1], sizes[1:])
    ]


def predict(params, inputs):
    for layer in params[:-1]:
        inputs = jnp.tanh(inputs @ layer["w"] + layer["b"])
    return inputs @ params[-1]["w"] + params[-1]["b"]


def loss_fn(params, inputs, targets):
    return jnp.mean((predict(params, inputs) - targets) ** 2)


optimizer = optax.adam(1e-2)
params = init(jax.random.PRNGKey(SEED), [8, 32, 32, 1])
opt_state = optimizer.init(params)


def train_step(params, opt_state, inputs, targets):
    loss, grads = jax.value_and_grad(loss_fn)(params, inputs, targets)
    updates, opt_state = optimizer.update(grads, opt_state)
    params = optax.apply_updates(params, updates)
    return params, opt_state, loss


for epoch in range(3):
    order = rng.permutation(len(x))
    for start in range(0, len(x), 50):
        batch = order[start : start + 50]
        params, opt_state, loss = train_step(params, opt_state, x[batch], y[batch])

print(json.dumps({"loss": float(loss_fn(params, x, y))}))
