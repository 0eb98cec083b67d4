"""Networks whose layers are attributes of one class."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Digits(nn.Module):
    def __init__(self):
        super(Digits, self).__init__()
        self.conv1 = nn.Conv2d(1, 24, 5)
        self.conv2 = nn.Conv2d(24, 48, kernel_size=3, padding=1)
        self.norm = nn.BatchNorm2d(48)
        self.drop = nn.Dropout2d(0.3)
        self.fc1 = nn.Linear(48 * 6 * 6, 120)
        self.fc2 = nn.Linear(120, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.norm(self.conv2(x))), 2)
        x = torch.flatten(self.drop(x), 1)
        return self.fc2(F.relu(self.fc1(x)))


class Tabular(nn.Module):
    def __init__(self, columns, hidden=(256, 64), outputs=1, dropout=0.1):
        super().__init__()
        first, second = hidden
        self.inputs = nn.Linear(columns, first)
        self.inner = nn.Linear(first, second, bias=False)
        self.norm = nn.LayerNorm(second)
        self.act = nn.PReLU(second)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(second, outputs)

    def forward(self, x):
        return self.head(self.dropout(self.act(self.norm(self.inner(torch.relu(self.inputs(x)))))))


class Tagger(nn.Module):
    def __init__(self, vocab_size, tags, embedding_dim=100, hidden_dim=128):
        super().__init__()
        self.hidden_dim = hidden_dim
        self.embedding = nn.Embedding(vocab_size, embedding_dim, padding_idx=0)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim // 2, num_layers=2, bidirectional=True, batch_first=True)
        self.hidden2tag = nn.Linear(hidden_dim, tags)

    def forward(self, tokens):
        states, _ = self.lstm(self.embedding(tokens))
        return self.hidden2tag(states)


class Volume(nn.Module):
    def __init__(self, in_channels: int = 1, classes: int = 2):
        super().__init__()
        self.stem = nn.Conv3d(in_channels, 8, 3, stride=2, padding=1)
        self.body = nn.Conv3d(8, 16, (3, 3, 1), groups=4)
        self.norm = nn.GroupNorm(4, 16)
        self.up = nn.ConvTranspose3d(16, 8, 2, stride=2, bias=False)
        self.scale = nn.InstanceNorm3d(8, affine=True)
        self.out = nn.Conv3d(8, classes, 1)

    def forward(self, x):
        return self.out(self.scale(self.up(self.norm(self.body(self.stem(x))))))


class Matcher(nn.Module):
    def __init__(self, users, items, factors=32):
        super().__init__()
        self.user = nn.Embedding(users, factors)
        self.item = nn.Embedding(items, factors)
        self.user_bias = nn.Embedding(users, 1)
        self.item_bias = nn.Embedding(items, 1)
        self.pair = nn.Bilinear(factors, factors, 4)
        self.offset = nn.Parameter(torch.zeros(1))

    def forward(self, users, items):
        return self.pair(self.user(users), self.item(items)).sum(1) + self.offset


class Gate(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.cell = nn.GRUCell(width, 2 * width)
        self.memory = nn.LSTMCell(2 * width, width, bias=False)
        self.start = nn.Parameter(torch.randn(1, width))
        self.register_buffer("steps", torch.zeros(1))
        self.register_parameter("temperature", nn.Parameter(torch.ones(())))

    def forward(self, x):
        return self.memory(self.cell(x))


class Forecaster(nn.Module):
    def __init__(self, n_features, n_hidden, n_layers, horizon=1, bidirectional=False):
        super().__init__()
        self.n_hidden = n_hidden
        self.rnn = nn.GRU(n_features, n_hidden, n_layers, batch_first=True, dropout=0.2, bidirectional=bidirectional)
        self.fc = nn.Linear(n_hidden * (2 if bidirectional else 1), horizon)

    def forward(self, x):
        out, _ = self.rnn(x)
        return self.fc(out[:, -1])


class Audio(nn.Module):
    def __init__(self, n_mels=80, width=64, n_classes=35):
        super().__init__()
        self.conv1 = nn.Conv1d(n_mels, width, kernel_size=80, stride=16)
        self.bn1 = nn.BatchNorm1d(width)
        self.conv2 = nn.Conv1d(width, 2 * width, kernel_size=3, groups=width)
        self.bn2 = nn.BatchNorm1d(2 * width, affine=False)
        self.fc = nn.Linear(2 * width, n_classes)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.relu(self.bn2(self.conv2(x)))
        return self.fc(x.mean(-1))


class Tied(nn.Module):
    def __init__(self, ntoken, ninp):
        super().__init__()
        self.encoder = nn.Embedding(ntoken, ninp)
        self.rnn = nn.RNN(ninp, ninp, 2, nonlinearity="relu")
        self.decoder = nn.Linear(ninp, ntoken)
        self.decoder.weight = self.encoder.weight

    def forward(self, x):
        return self.decoder(self.rnn(self.encoder(x))[0])


CLASSES = ["cat", "dog", "bird", "fish"]

model_digits = Digits()
model_tabular = Tabular(27)
model_tabular_wide = Tabular(columns=300, hidden=(1024, 512), outputs=7, dropout=0.5)
model_tagger = Tagger(5000, len(CLASSES))
model_volume = Volume(classes=3)
model_matcher = Matcher(943, 1682)
model_gate = Gate(16)
model_forecaster = Forecaster(8, 64, 3)
model_forecaster_both = Forecaster(n_features=5, n_hidden=32, n_layers=2, horizon=24, bidirectional=True)
model_audio = Audio()
model_tied = Tied(2000, 64)
