"""Keras models that are graphs of layers."""
import keras
from keras import Input, Model, layers

inputs = Input(shape=(784,), name="digits")
x = layers.Dense(64, activation="relu")(inputs)
x = layers.Dense(64, activation="relu")(x)
outputs = layers.Dense(10)(x)
model_plain = Model(inputs=inputs, outputs=outputs)


def conv_bn(x, filters, size=3, strides=1):
    x = layers.Conv2D(filters, size, strides=strides, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    return layers.ReLU()(x)


def residual(x, filters, downsample=False):
    strides = 2 if downsample else 1
    y = conv_bn(x, filters, strides=strides)
    y = conv_bn(y, filters)
    if x.shape[-1] != filters or downsample:
        x = layers.Conv2D(filters, 1, strides=strides)(x)
    return layers.add([x, y])


def make_resnet(shape, classes, widths=(16, 32, 64), depth=2):
    inputs = keras.Input(shape)
    x = conv_bn(inputs, widths[0])
    for stage, width in enumerate(widths):
        for block in range(depth):
            x = residual(x, width, downsample=stage > 0 and block == 0)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(classes, activation="softmax")(x))


def get_unet(img_size, num_classes):
    inputs = keras.Input(shape=img_size + (3,))
    x = layers.Conv2D(32, 3, strides=2, padding="same")(inputs)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    previous_block_activation = x
    for filters in [64, 128]:
        x = layers.Activation("relu")(x)
        x = layers.SeparableConv2D(filters, 3, padding="same")(x)
        x = layers.BatchNormalization()(x)
        x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
        residual = layers.Conv2D(filters, 1, strides=2, padding="same")(previous_block_activation)
        x = layers.add([x, residual])
        previous_block_activation = x
    for filters in [128, 64, 32]:
        x = layers.Conv2DTranspose(filters, 3, padding="same")(x)
        x = layers.UpSampling2D(2)(x)
        residual = layers.UpSampling2D(2)(previous_block_activation)
        residual = layers.Conv2D(filters, 1, padding="same")(residual)
        x = layers.add([x, residual])
        previous_block_activation = x
    outputs = layers.Conv2D(num_classes, 3, activation="softmax", padding="same")(x)
    return keras.Model(inputs, outputs)


def transformer_encoder(inputs, head_size, num_heads, ff_dim, dropout=0):
    x = layers.MultiHeadAttention(key_dim=head_size, num_heads=num_heads, dropout=dropout)(inputs, inputs)
    x = layers.Dropout(dropout)(x)
    x = layers.LayerNormalization(epsilon=1e-6)(x)
    res = x + inputs
    x = layers.Conv1D(filters=ff_dim, kernel_size=1, activation="relu")(res)
    x = layers.Conv1D(filters=inputs.shape[-1], kernel_size=1)(x)
    return x + res


def build_transformer(input_shape, num_blocks, mlp_units):
    inputs = keras.Input(shape=input_shape)
    x = inputs
    for _ in range(num_blocks):
        x = transformer_encoder(x, 32, 4, 8, 0.25)
    x = layers.GlobalAveragePooling1D(data_format="channels_last")(x)
    for dim in mlp_units:
        x = layers.Dense(dim, activation="relu")(x)
    return keras.Model(inputs, layers.Dense(2, activation="softmax")(x))


title = Input(shape=(None,), name="title")
body = Input(shape=(None,), name="body")
tags = Input(shape=(12,), name="tags")
words = layers.Embedding(1000, 64)
title_features = layers.LSTM(128)(words(title))
body_features = layers.LSTM(32)(words(body))
joined = layers.concatenate([title_features, body_features, tags])
priority = layers.Dense(1, name="priority")(joined)
department = layers.Dense(4, name="department")(joined)
model_ticket = keras.Model(inputs=[title, body, tags], outputs={"priority": priority, "department": department})

encoder_inputs = keras.Input(shape=(None, 71))
encoder_outputs, state_h, state_c = layers.LSTM(256, return_state=True)(encoder_inputs)
decoder_inputs = keras.Input(shape=(None, 93))
decoder_lstm = layers.LSTM(256, return_sequences=True, return_state=True)
decoder_outputs, _, _ = decoder_lstm(decoder_inputs, initial_state=[state_h, state_c])
model_seq2seq = keras.Model([encoder_inputs, decoder_inputs], layers.Dense(93, activation="softmax")(decoder_outputs))

encoder = keras.Sequential([layers.Dense(32, activation="relu"), layers.Dense(8)], name="encoder")
decoder = keras.Sequential([Input((8,)), layers.Dense(32, activation="relu"), layers.Dense(100)])
image = Input(shape=(100,))
model_nested = Model(image, decoder(encoder(image)))

model_resnet = make_resnet((32, 32, 3), 10)
model_resnet_deep = make_resnet(shape=(64, 64, 1), classes=4, widths=[8, 16], depth=3)
model_unet = get_unet((160, 160), 3)
model_transformer = build_transformer((500, 1), num_blocks=4, mlp_units=[128])
