"""Networks with attention, and layers that are shared or repeated."""
import copy
import math

import torch
from torch import nn


class PositionalEncoding(nn.Module):
    def __init__(self, d_model, dropout=0.1, max_len=5000):
        super().__init__()
        self.dropout = nn.Dropout(p=dropout)
        position = torch.arange(max_len).unsqueeze(1)
        div_term = torch.exp(torch.arange(0, d_model, 2) * (-math.log(10000.0) / d_model))
        pe = torch.zeros(max_len, 1, d_model)
        pe[:, 0, 0::2] = torch.sin(position * div_term)
        self.register_buffer("pe", pe)

    def forward(self, x):
        return self.dropout(x + self.pe[: x.size(0)])


class LanguageModel(nn.Module):
    def __init__(self, ntoken, d_model, nhead, d_hid, nlayers, dropout=0.5):
        super().__init__()
        self.pos_encoder = PositionalEncoding(d_model, dropout)
        encoder_layers = nn.TransformerEncoderLayer(d_model, nhead, d_hid, dropout)
        self.transformer_encoder = nn.TransformerEncoder(encoder_layers, nlayers)
        self.embedding = nn.Embedding(ntoken, d_model)
        self.d_model = d_model
        self.linear = nn.Linear(d_model, ntoken)

    def forward(self, src):
        return self.linear(self.transformer_encoder(self.pos_encoder(self.embedding(src))))


class Translator(nn.Module):
    def __init__(self, src_vocab, tgt_vocab, d_model=128, heads=8, layers=2):
        super().__init__()
        self.transformer = nn.Transformer(
            d_model=d_model, nhead=heads, num_encoder_layers=layers, num_decoder_layers=layers + 1, dim_feedforward=256
        )
        self.src = nn.Embedding(src_vocab, d_model)
        self.tgt = nn.Embedding(tgt_vocab, d_model)
        self.generator = nn.Linear(d_model, tgt_vocab)

    def forward(self, src, tgt):
        return self.generator(self.transformer(self.src(src), self.tgt(tgt)))


class PatchEmbedding(nn.Module):
    def __init__(self, img_size, patch_size, in_chans, embed_dim):
        super().__init__()
        self.n_patches = (img_size // patch_size) ** 2
        self.proj = nn.Conv2d(in_chans, embed_dim, kernel_size=patch_size, stride=patch_size)

    def forward(self, x):
        return self.proj(x).flatten(2).transpose(1, 2)


class FeedForward(nn.Module):
    def __init__(self, dim, hidden_dim, dropout=0.0):
        super().__init__()
        self.net = nn.Sequential(
            nn.Linear(dim, hidden_dim), nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden_dim, dim), nn.Dropout(dropout)
        )

    def forward(self, x):
        return self.net(x)


class ViT(nn.Module):
    def __init__(self, *, img_size=32, patch=4, dim=96, depth=4, heads=3, mlp_ratio=4.0, num_classes=10):
        super().__init__()
        self.patch_embed = PatchEmbedding(img_size, patch, 3, dim)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, dim))
        self.pos_embed = nn.Parameter(torch.randn(1, 1 + self.patch_embed.n_patches, dim) * 0.02)
        self.blocks = nn.ModuleList([])
        for _ in range(depth):
            self.blocks.append(
                nn.ModuleList(
                    [
                        nn.LayerNorm(dim, eps=1e-6),
                        nn.MultiheadAttention(dim, heads, batch_first=True),
                        nn.LayerNorm(dim, eps=1e-6),
                        FeedForward(dim, int(dim * mlp_ratio)),
                    ]
                )
            )
        self.norm = nn.LayerNorm(dim)
        self.head = nn.Linear(dim, num_classes) if num_classes > 0 else nn.Identity()

    def forward(self, x):
        x = self.patch_embed(x)
        x = torch.cat([self.cls_token.expand(x.shape[0], -1, -1), x], dim=1) + self.pos_embed
        for norm1, attn, norm2, ff in self.blocks:
            y = norm1(x)
            x = x + attn(y, y, y)[0]
            x = x + ff(norm2(x))
        return self.head(self.norm(x)[:, 0])


def clones(module, N):
    "Produce N identical layers."
    return nn.ModuleList([copy.deepcopy(module) for _ in range(N)])


class MultiHeadedAttention(nn.Module):
    def __init__(self, h, d_model, dropout=0.1):
        super(MultiHeadedAttention, self).__init__()
        assert d_model % h == 0
        self.d_k = d_model // h
        self.h = h
        self.linears = clones(nn.Linear(d_model, d_model), 4)
        self.attn = None
        self.dropout = nn.Dropout(p=dropout)

    def forward(self, query):
        return self.linears[-1](query)


class SublayerConnection(nn.Module):
    def __init__(self, size, dropout):
        super().__init__()
        self.norm = nn.LayerNorm(size)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, sublayer):
        return x + self.dropout(sublayer(self.norm(x)))


class EncoderLayer(nn.Module):
    def __init__(self, size, self_attn, feed_forward, dropout):
        super().__init__()
        self.self_attn = self_attn
        self.feed_forward = feed_forward
        self.sublayer = clones(SublayerConnection(size, dropout), 2)
        self.size = size

    def forward(self, x):
        return self.sublayer[1](self.sublayer[0](x, self.self_attn), self.feed_forward)


class Encoder(nn.Module):
    def __init__(self, layer, N):
        super().__init__()
        self.layers = clones(layer, N)
        self.norm = nn.LayerNorm(layer.size)

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return self.norm(x)


def make_model(vocab, N=6, d_model=512, d_ff=2048, h=8, dropout=0.1):
    c = copy.deepcopy
    attn = MultiHeadedAttention(h, d_model)
    ff = FeedForward(d_model, d_ff, dropout)
    model = nn.Sequential(
        nn.Embedding(vocab, d_model), Encoder(EncoderLayer(d_model, c(attn), c(ff), dropout), N), nn.Linear(d_model, vocab)
    )
    for p in model.parameters():
        if p.dim() > 1:
            nn.init.xavier_uniform_(p)
    return model


class Cross(nn.Module):
    def __init__(self):
        super().__init__()
        self.attend = nn.MultiheadAttention(64, 4, kdim=32, vdim=48, add_bias_kv=True)
        self.plain = nn.MultiheadAttention(embed_dim=64, num_heads=2, bias=False)
        self.decoder = nn.TransformerDecoder(nn.TransformerDecoderLayer(64, 4, 128), num_layers=2, norm=nn.LayerNorm(64))
        self.projected = nn.LSTM(64, 32, proj_size=8, num_layers=2, bidirectional=True)

    def forward(self, x):
        return self.plain(x, x, x)


class Shared(nn.Module):
    """One block, run several times, and a list that names a layer twice."""

    def __init__(self, width=24, times=6):
        super().__init__()
        block = nn.Linear(width, width)
        self.blocks = nn.ModuleList([block] * times)
        self.again = block
        self.weights = nn.ParameterList([nn.Parameter(torch.empty(width, 2)) for _ in range(3)])

    def forward(self, x):
        for block in self.blocks:
            x = block(x)
        return x


ntokens = 1000
model_language = LanguageModel(ntokens, 200, nhead=2, d_hid=200, nlayers=2)
model_translator = Translator(800, 900)
model_vit = ViT(depth=3)
model_vit_features = ViT(img_size=64, patch=8, dim=48, heads=4, mlp_ratio=2.0, num_classes=0)
model_annotated = make_model(100, N=2, d_model=64, d_ff=128, h=4)
model_cross = Cross()
model_shared = Shared()
