"""A training step of JAX: as it is written, compiled once, and compiled anew every step."""
import json
import os
import time

os.environ["XLA_PYTHON_CLIENT_PREALLOCATE"] = "false"
import jax
import jax.numpy as jnp
import optax

GPU = jax.default_backend() == "gpu"
WIDTH, DEPTH, BATCH = (2048, 6, 256) if GPU else (64, 3, 256)
SECONDS = 3 if GPU else 0.1

if GPU:
    import pynvml

    pynvml.nvmlInit()
    BOARD = pynvml.nvmlDeviceGetHandleByIndex(0)

keys = jax.random.split(jax.random.PRNGKey(0), DEPTH)
start_parameters = [(jax.random.normal(key, (WIDTH, WIDTH)) * WIDTH**-0.5, jnp.zeros(WIDTH)) for key in keys]
x, y = jax.random.normal(keys[0], (BATCH, WIDTH)), jax.random.normal(keys[1], (BATCH, WIDTH))
optimizer = optax.adamw(1e-4)


def loss_of(parameters, x, y):
    for weights, bias in parameters:
        x = jax.nn.relu(x @ weights + bias)
    return jnp.mean((x - y) ** 2)


def step(parameters, state, x, y):
    loss, gradients = jax.value_and_grad(loss_of)(parameters, x, y)
    updates, state = optimizer.update(gradients, state, parameters)
    return optax.apply_updates(parameters, updates), state, loss


def joules():
    return pynvml.nvmlDeviceGetTotalEnergyConsumption(BOARD) / 1000 if GPU else float("nan")


def measure(variant, function):
    parameters, state = start_parameters, optimizer.init(start_parameters)
    for _ in range(2):
        parameters, state, loss = function(parameters, state, x, y)
    loss.block_until_ready()
    count, energy, start = 0, joules(), time.perf_counter()
    while count < 3 or time.perf_counter() - start < SECONDS:
        parameters, state, loss = function(parameters, state, x, y)
        count += 1
        if count % 8 == 0:
            loss.block_until_ready()
    loss.block_until_ready()
    seconds, energy = time.perf_counter() - start, joules() - energy
    row = {"group": "jax, dense 6 x 2048", "variant": variant, "steps": count, "seconds": round(seconds, 3)}
    row |= {"samplesPerSecond": round(BATCH * count / seconds, 2), "joulesPerSample": energy / count / BATCH if GPU else None}
    print(json.dumps(row | {"watts": round(energy / seconds, 1) if GPU else None}), flush=True)


measure("not compiled", step)
measure("compiled once", jax.jit(step))
measure("compiled every step", lambda *batch: jax.jit(lambda *arguments: step(*arguments))(*batch))
