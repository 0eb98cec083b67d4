"""Keras models that are one chain of layers."""
import keras
from keras import layers
from keras.layers import LSTM, Conv2D, Dense, Dropout, Embedding, Flatten, MaxPooling2D
from keras.models import Sequential

num_classes = 10
input_shape = (28, 28, 1)
max_features, maxlen = 20000, 80

model_convnet = keras.Sequential(
    [
        keras.Input(shape=input_shape),
        layers.Conv2D(32, kernel_size=(3, 3), activation="relu"),
        layers.MaxPooling2D(pool_size=(2, 2)),
        layers.Conv2D(64, kernel_size=(3, 3), activation="relu"),
        layers.MaxPooling2D(pool_size=(2, 2)),
        layers.Flatten(),
        layers.Dropout(0.5),
        layers.Dense(num_classes, activation="softmax"),
    ]
)

model_added = Sequential()
model_added.add(Conv2D(16, (5, 5), strides=2, padding="same", input_shape=(64, 48, 3)))
model_added.add(layers.BatchNormalization())
model_added.add(layers.Activation("relu"))
for filters in [32, 64]:
    model_added.add(Conv2D(filters, 3))
    model_added.add(MaxPooling2D())
model_added.add(Flatten())
model_added.add(Dense(20))
model_added.add(Dropout(0.2))
model_added.add(Dense(1, activation="sigmoid"))

model_regression = Sequential([Dense(64, activation="relu", input_shape=[9]), Dense(64, activation="relu"), Dense(1)])

model_text = Sequential()
model_text.add(keras.Input((maxlen,)))
model_text.add(Embedding(max_features, 128))
model_text.add(layers.Bidirectional(LSTM(64, return_sequences=True)))
model_text.add(layers.GRU(32))
model_text.add(Dense(1, activation="sigmoid"))

model_separable = Sequential(
    [
        layers.Input((96, 96, 3)),
        layers.Rescaling(1.0 / 255),
        layers.RandomFlip("horizontal"),
        layers.SeparableConv2D(32, 3, padding="same", use_bias=False),
        layers.BatchNormalization(),
        layers.DepthwiseConv2D(3, strides=2, depth_multiplier=2),
        layers.LeakyReLU(),
        layers.Conv2DTranspose(8, 4, strides=2, padding="same"),
        layers.AveragePooling2D(2),
        layers.GlobalAveragePooling2D(),
        layers.Dense(5),
    ]
)

model_signal = keras.models.Sequential(
    [
        layers.Conv1D(filters=64, kernel_size=5, strides=1, padding="causal", activation="relu", input_shape=[60, 1]),
        layers.LSTM(60, return_sequences=True),
        layers.TimeDistributed(layers.Dense(30, activation="relu")),
        layers.SimpleRNN(10, use_bias=False),
        layers.Dense(10, use_bias=False),
        layers.PReLU(),
        layers.LayerNormalization(),
        layers.Reshape((5, 2)),
        layers.ZeroPadding1D(1),
        layers.Flatten(),
        layers.Dense(1),
    ]
)


def build_model(hidden_units, lr=1e-3, rate=0.0):
    model = Sequential(name="tuned")
    model.add(layers.InputLayer(shape=(20,)))
    for units in hidden_units:
        model.add(Dense(units, activation="relu"))
        if rate > 0:
            model.add(Dropout(rate))
    model.add(Dense(3, activation="softmax"))
    model.compile(optimizer=keras.optimizers.Adam(lr), loss="categorical_crossentropy")
    return model


model_tuned = build_model([40, 20], rate=0.1)
