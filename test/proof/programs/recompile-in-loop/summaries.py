"""Train with a compiled step that writes the loss of each step down."""
# proof: metric loss, lower is better
# proof: fix Wrap the counter in tf.constant
# proof: env KERAS_BACKEND=tensorflow
import json
import os

import tensorflow as tf

SEED = int(os.environ.get("SEED", "0"))
tf.keras.utils.set_random_seed(SEED)

x = tf.random.normal((800, 16))
y = tf.reduce_sum(x[:, :4] ** 2, axis=1, keepdims=True)
dataset = tf.data.Dataset.from_tensor_slices((x, y)).batch(40)

model = tf.keras.Sequential([tf.keras.layers.Dense(32, activation="relu"), tf.keras.layers.Dense(1)])
model.build((None, 16))
optimizer = tf.keras.optimizers.SGD(1e-2)
optimizer.build(model.trainable_variables)
writer = tf.summary.create_file_writer("logs")


@tf.function
def train_step(inputs, targets, step):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((model(inputs, training=True) - targets) ** 2)
    grads = tape.gradient(loss, model.trainable_variables)
    optimizer.apply_gradients(zip(grads, model.trainable_variables))
    with writer.as_default():
        tf.summary.scalar("loss", loss, step=step)
    return loss


for step, (inputs, targets) in enumerate(dataset):
    loss = train_step(inputs, targets, step)

print(json.dumps({"loss": float(tf.reduce_mean((model(x) - y) ** 2))}))
