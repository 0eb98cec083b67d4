"""Networks whose classes live in another file."""
import nets as sm
from nets import HIDDEN, AttnDecoderRNN, build
from nets import Seq2Seq as Pair
from torch import nn

VOCABULARY = ["<pad>", "<sos>", "<eos>", "hello", "world", "again"]


class Rescored(AttnDecoderRNN):
    def __init__(self, scores):
        super().__init__(hidden_size=16, output_size=len(VOCABULARY))
        self.rescore = nn.Linear(16, scores)


model_encoder = sm.EncoderRNN(128, 100)
model_decoder = AttnDecoderRNN()
model_pair = Pair(sm.EncoderRNN(len(VOCABULARY), HIDDEN), sm.AttnDecoderRNN(HIDDEN, len(VOCABULARY), max_length=20))
model_rescored = Rescored(3)
model_built = build([30, HIDDEN, 1])
