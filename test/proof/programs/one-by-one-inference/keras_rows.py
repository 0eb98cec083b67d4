"""Ask a trained Keras network about one record after the other."""
# proof: metric accuracy, higher is better
# proof: fix Run all elements in one call
import json
import os

import keras
import numpy as np
from sklearn.datasets import load_digits

SEED = int(os.environ.get("SEED", "0"))
keras.utils.set_random_seed(SEED)

x, y = load_digits(return_X_y=True)
x = (x / 16).astype("float32")
model = keras.Sequential([keras.Input((64,)), keras.layers.Dense(64, activation="relu"), keras.layers.Dense(10)])
model.compile(optimizer="adam", loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.fit(x[:1_400], y[:1_400], epochs=3, verbose=0)

outputs = []
for sample in x[1_400:1_600]:
    outputs.append(model.predict(sample[np.newaxis], verbose=0)[0])

print(json.dumps({"accuracy": float(np.mean(np.argmax(outputs, axis=1) == y[1_400:1_600]))}))
