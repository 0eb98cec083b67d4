# Published run: convolution and LSTM on IMDB, 41 s an epoch on a GRID K520 (keras-team/keras 2.x examples/imdb_cnn_lstm.py).
from keras.datasets import imdb
from keras.layers import LSTM, Activation, Conv1D, Dense, Dropout, Embedding, MaxPooling1D
from keras.models import Sequential
from keras.preprocessing import sequence

max_features, maxlen = 20000, 100

print("Loading data...")
(x_train, y_train), (x_test, y_test) = imdb.load_data(num_words=max_features)
x_train = sequence.pad_sequences(x_train, maxlen=maxlen)
x_test = sequence.pad_sequences(x_test, maxlen=maxlen)

model = Sequential(
    [
        Embedding(max_features, 128, input_length=maxlen),
        Dropout(0.25),
        Conv1D(64, 5, activation="relu"),
        MaxPooling1D(4),
        LSTM(70),
        Dense(1),
        Activation("sigmoid"),
    ]
)
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=30, epochs=2, validation_data=(x_test, y_test))
print(model.evaluate(x_test, y_test, batch_size=30))
