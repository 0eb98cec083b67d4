"""Train a convolutional network on CIFAR-100 with Keras."""

import keras
from keras import layers

EPOCHS = 100
BATCH_SIZE = 128
NUM_CLASSES = 100


def load_data():
    (x_train, y_train), (x_test, y_test) = keras.datasets.cifar100.load_data()
    return (x_train, y_train), (x_test, y_test)


def conv_block(x, filters):
    for _ in range(2):
        x = layers.Conv2D(filters, 3, padding="same", use_bias=False)(x)
        x = layers.BatchNormalization()(x)
        x = layers.Activation("relu")(x)
    return layers.MaxPooling2D()(x)


def build_model():
    inputs = keras.Input(shape=(32, 32, 3))
    x = layers.Rescaling(1.0 / 255)(inputs)
    x = layers.RandomFlip("horizontal")(x)
    for filters in (64, 128, 256, 512):
        x = conv_block(x, filters)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dropout(0.3)(x)
    outputs = layers.Dense(NUM_CLASSES, activation="softmax")(x)
    return keras.Model(inputs, outputs, name="cifar100_cnn")


def main():
    (x_train, y_train), (x_test, y_test) = load_data()
    x_train, x_val = x_train[:-5000], x_train[-5000:]
    y_train, y_val = y_train[:-5000], y_train[-5000:]

    model = build_model()
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=1e-3),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )

    checkpoint = keras.callbacks.ModelCheckpoint(
        "models/cifar100_cnn.keras",
        monitor="val_accuracy",
        save_best_only=True,
    )
    model.fit(
        x_train,
        y_train,
        batch_size=BATCH_SIZE,
        epochs=EPOCHS,
        validation_data=(x_val, y_val),
        callbacks=[checkpoint],
    )

    loss, accuracy = model.evaluate(x_test, y_test, batch_size=BATCH_SIZE)
    print(f"test loss {loss:.4f}, test accuracy {accuracy:.4f}")


if __name__ == "__main__":
    main()
