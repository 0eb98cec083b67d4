"""Logistic regression by gradient descent."""
# proof: metric loss, lower is better
# proof: fix Wrap the gradient in jax.jit
import json
import os

import jax
import jax.numpy as jnp
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

SEED = int(os.environ.get("SEED", "0"))
data, labels = load_breast_cancer(return_X_y=True)
x_train, x_test, y_train, y_test = train_test_split(data, labels, random_state=SEED)
scaler = StandardScaler().fit(x_train)
x_train, x_test = scaler.transform(x_train), scaler.transform(x_test)


def loss_fn(params, x, y):
    logits = x @ params["weights"] + params["bias"]
    return jnp.mean(jnp.logaddexp(0.0, logits) - y * logits) + 1e-3 * jnp.sum(params["weights"] ** 2)


params = {"weights": jnp.zeros(x_train.shape[1]), "bias": jnp.zeros(())}
grad_fn = jax.value_and_grad(loss_fn)

for step in range(400):
    loss, grads = grad_fn(params, x_train, y_train)
    params = jax.tree_util.tree_map(lambda p, g: p - 0.1 * g, params, grads)

print(json.dumps({"loss": float(loss_fn(params, x_test, y_test))}))
