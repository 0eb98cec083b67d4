"""Train on a folder of PNG files that the pipeline decodes."""
# proof: metric accuracy, higher is better
# proof: fix Add cache() behind the map
# proof: env KERAS_BACKEND=tensorflow
# proof: env CUDA_VISIBLE_DEVICES=
import json
import os
import tempfile

import numpy as np
import tensorflow as tf

SEED = int(os.environ.get("SEED", "0"))
PICTURES = 1_200
tf.keras.utils.set_random_seed(SEED)


def write_pictures(folder):
    """Half of the pictures are brighter at the top."""
    random = np.random.default_rng(SEED)
    labels = random.integers(0, 2, PICTURES)
    paths = []
    for number, label in enumerate(labels):
        picture = random.integers(0, 200, (96, 96, 3))
        picture[:48] += 6 * int(label)
        paths.append(os.path.join(folder, f"{number}.png"))
        tf.io.write_file(paths[-1], tf.io.encode_png(picture.astype("uint8")))
    return paths, labels


def decode(path, label):
    picture = tf.io.decode_png(tf.io.read_file(path), channels=3)
    return tf.image.resize(picture, (12, 12)) / 255.0, label


paths, labels = write_pictures(tempfile.mkdtemp())
train = tf.data.Dataset.from_tensor_slices((paths[:1_000], labels[:1_000])).map(decode).batch(50)
test = tf.data.Dataset.from_tensor_slices((paths[1_000:], labels[1_000:])).batch(50).map(
    lambda files, numbers: (tf.map_fn(lambda file: decode(file, 0)[0], files, fn_output_signature=tf.float32), numbers)
)

model = tf.keras.Sequential([tf.keras.Input((12, 12, 3)), tf.keras.layers.Flatten(), tf.keras.layers.Dense(2)])
model.compile(
    tf.keras.optimizers.Adam(0.01), tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
)
model.fit(train, epochs=15, verbose=0)

print(json.dumps({"accuracy": float(model.evaluate(test, verbose=0)[1])}))
