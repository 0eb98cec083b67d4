"""Fit a network with JAX in double precision."""
# proof: metric loss, lower is better
# proof: fix Switch jax_enable_x64 off
# proof: unmeasurable needs a GPU, whose float64 units are few
import json
import os

import jax
import jax.numpy as jnp
import optax

SEED = int(os.environ.get("SEED", "0"))
jax.config.update("jax_enable_x64", True)
print("devices:", jax.devices())

keys = jax.random.split(jax.random.PRNGKey(SEED), 3)
x = jax.random.uniform(keys[0], (1_024, 1), minval=-2.0, maxval=2.0)
y = jnp.sin(3 * x)
params = [jax.random.normal(keys[1], (1, 64)), jax.random.normal(keys[2], (64, 1)) / 8]
optimizer = optax.adam(1e-2)
state = optimizer.init(params)


def loss_fn(params):
    return jnp.mean((jnp.tanh(x @ params[0]) @ params[1] - y) ** 2)


@jax.jit
def update(params, state):
    loss, grads = jax.value_and_grad(loss_fn)(params)
    updates, state = optimizer.update(grads, state)
    return optax.apply_updates(params, updates), state, loss


for step in range(500):
    params, state, loss = update(params, state)

print(json.dumps({"loss": float(loss)}))
