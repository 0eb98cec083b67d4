"""Keras networks from tables, closures and subclasses."""
from functools import reduce

import keras
from keras import Model, Sequential, layers, ops

SPEC = [("conv", 32), ("conv", 64), ("pool", 2), ("drop", 0.25), ("flat", None), ("dense", 128), ("drop", 0.5)]


def layer_for(kind, value):
    if kind == "conv":
        return layers.Conv2D(value, 3, activation="relu")
    if kind == "pool":
        return layers.MaxPooling2D(value)
    if kind == "drop":
        return layers.Dropout(value)
    if kind == "flat":
        return layers.Flatten()
    return layers.Dense(value, activation="relu")


model_table = Sequential([layers.Input((28, 28, 1)), *[layer_for(k, v) for k, v in SPEC], layers.Dense(10, "softmax")])


def conv_block(filters, strides=1):
    def apply(x):
        shortcut = x
        x = layers.Conv2D(filters, 3, strides=strides, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.ReLU()(x)
        x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        if strides != 1 or shortcut.shape[-1] != filters:
            shortcut = layers.Conv2D(filters, 1, strides=strides, use_bias=False)(shortcut)
        return layers.ReLU()(layers.add([x, shortcut]))

    return apply


inputs = keras.Input((32, 32, 3))
blocks = [conv_block(32), conv_block(32), conv_block(64, 2), conv_block(128, 2)]
features = reduce(lambda x, block: block(x), blocks, inputs)
model_reduced = Model(inputs, layers.Dense(100)(layers.GlobalAveragePooling2D()(features)))


class PatchEmbed(layers.Layer):
    def __init__(self, size, dim, **kwargs):
        super().__init__(**kwargs)
        self.project = layers.Conv2D(dim, size, strides=size)
        self.flat = layers.Reshape((-1, dim))

    def call(self, images):
        return self.flat(self.project(images))


class Encoder(layers.Layer):
    def __init__(self, dim, heads, hidden, rate=0.1):
        super().__init__()
        self.attention = layers.MultiHeadAttention(num_heads=heads, key_dim=dim // heads)
        self.feed = Sequential([layers.Dense(hidden, activation="gelu"), layers.Dense(dim)])
        self.norm1 = layers.LayerNormalization(epsilon=1e-6)
        self.norm2 = layers.LayerNormalization(epsilon=1e-6)
        self.drop = layers.Dropout(rate)

    def call(self, x):
        y = self.norm1(x)
        x = x + self.drop(self.attention(y, y))
        return x + self.drop(self.feed(self.norm2(x)))


def build_vit(shape=(32, 32, 3), patch=8, dim=64, depth=4, heads=4, classes=10):
    image = layers.Input(shape=shape)
    x = PatchEmbed(patch, dim)(image)
    for _ in range(depth):
        x = Encoder(dim, heads, 2 * dim)(x)
    x = layers.LayerNormalization()(x)
    x = layers.GlobalAveragePooling1D()(x)
    return Model(image, layers.Dense(classes)(x))


model_vit = build_vit()


class Forecaster(Model):
    def __init__(self, units, steps):
        super().__init__()
        self.encoder = layers.GRU(units, return_state=True)
        self.repeat = layers.RepeatVector(steps)
        self.decoder = layers.GRU(units, return_sequences=True)
        self.out = layers.TimeDistributed(layers.Dense(1))

    def call(self, x):
        encoded, state = self.encoder(x)
        return self.out(self.decoder(self.repeat(encoded), initial_state=state))


model_forecaster = Forecaster(48, 12)
input_forecaster = keras.random.normal((2, 60, 5))
model_forecaster(input_forecaster)


class Autoencoder(Model):
    def __init__(self, latent):
        super().__init__()
        self.encoder = Sequential([layers.Conv2D(16, 3, strides=2, padding="same", activation="relu"), layers.Conv2D(8, 3, strides=2, padding="same", activation="relu"), layers.Flatten(), layers.Dense(latent)])
        self.decoder = Sequential([layers.Dense(7 * 7 * 8), layers.Reshape((7, 7, 8)), layers.Conv2DTranspose(8, 3, strides=2, padding="same"), layers.Conv2DTranspose(16, 3, strides=2, padding="same"), layers.Conv2D(1, 3, padding="same", activation="sigmoid")])

    def call(self, x):
        return self.decoder(self.encoder(x))


model_autoencoder = Autoencoder(32)
input_autoencoder = keras.random.uniform((2, 28, 28, 1))
model_autoencoder(input_autoencoder)


def dcgan_generator(latent=128):
    model = Sequential(name="generator")
    model.add(keras.Input(shape=(latent,)))
    model.add(layers.Dense(8 * 8 * 128))
    model.add(layers.Reshape((8, 8, 128)))
    for filters in (128, 256, 512)[:2]:
        model.add(layers.Conv2DTranspose(filters, kernel_size=4, strides=2, padding="same"))
        model.add(layers.LeakyReLU(negative_slope=0.2))
    model.add(layers.Conv2D(3, kernel_size=5, padding="same", activation="sigmoid"))
    return model


model_dcgan = dcgan_generator()
text = layers.Input((None,), dtype="int64")
embedded = layers.Embedding(20000, 64)(text)
hidden = layers.Bidirectional(layers.LSTM(32, return_sequences=True))(embedded)
hidden = layers.Bidirectional(layers.LSTM(16))(hidden)
model_sentiment = Model(text, layers.Dense(1, activation="sigmoid")(hidden))


def separable(inputs, widths):
    x = layers.Conv2D(widths[0], 3, strides=2, padding="same")(inputs)
    for width in widths[1:]:
        x = layers.SeparableConv2D(width, 3, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation("relu")(x)
        x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
    return layers.GlobalAveragePooling2D()(x)


photo = keras.Input(shape=(96, 96, 3))
model_separable = Model(photo, layers.Dense(5, activation="softmax")(separable(layers.Rescaling(1 / 255)(photo), [32, 64, 128, 256])))
