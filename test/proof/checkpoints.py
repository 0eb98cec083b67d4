"""Small networks in the place of published ones, in folders that are called like them: nothing is fetched."""


def numbered_words(count):
    """A tokenizer that knows word0, word1 and so on."""
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    words = ["[PAD]", "[UNK]", "[EOS]", *(f"word{number}" for number in range(count))]
    raw = Tokenizer(models.WordLevel({word: number for number, word in enumerate(words)}, unk_token="[UNK]"))
    raw.pre_tokenizer = pre_tokenizers.Whitespace()
    return PreTrainedTokenizerFast(tokenizer_object=raw, pad_token="[PAD]", unk_token="[UNK]", eos_token="[EOS]")


BERT = {"vocab_size": 301, "num_attention_heads": 4, "max_position_embeddings": 64, "hidden_dropout_prob": 0.0}


def small_berts():
    """Two networks in the place of two of the hub, with random weights: one has half the layers and three quarters of the width, as there."""
    from transformers import BertConfig, BertModel, set_seed

    tokenizer = numbered_words(298)

    for name, layers, width in (("bert-base-uncased", 3, 96), ("bert-large-uncased", 6, 128)):
        set_seed(1)
        config = BertConfig(**BERT, num_hidden_layers=layers, hidden_size=width, intermediate_size=4 * width)
        BertModel(config).save_pretrained(name)
        tokenizer.save_pretrained(name)


def pretrained_bert():
    """A small network in the place of one of the hub that has learned to fill words in, and has seen no label."""
    import numpy as np
    import torch
    from transformers import BertConfig, BertForMaskedLM, set_seed

    set_seed(1)
    config = BertConfig(**BERT, num_hidden_layers=3, hidden_size=96, intermediate_size=384)
    model, random = BertForMaskedLM(config), np.random.default_rng(1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3)
    for _ in range(120):
        groups = np.where(random.random((64, 24)) < 0.3, 100 * random.integers(0, 2, (64, 1)), 200)
        words = torch.from_numpy(groups + random.integers(1, 101, (64, 24)))
        hidden = torch.rand(words.shape) < 0.25
        loss = model(torch.where(hidden, 0, words), labels=torch.where(hidden, words, -100)).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.save_pretrained("bert-base-uncased")


DECODER = {
    "vocab_size": 203,
    "hidden_size": 128,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "intermediate_size": 384,
    "max_position_embeddings": 128,
    "bos_token_id": None,
    "eos_token_id": 2,
    "pad_token_id": 0,
}


def small_decoders():
    """Small networks with random 16-bit weights, and a tokenizer of two hundred words, in the place of some of the hub."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM, set_seed

    for name in ("meta-llama/Llama-3.2-1B", "meta-llama/Llama-2-7b-hf"):
        set_seed(1)
        LlamaForCausalLM(LlamaConfig(**DECODER)).to(torch.bfloat16).save_pretrained(name)
        numbered_words(200).save_pretrained(name)


def pretrained_decoder():
    """A small network in the place of one of the hub that has learned to count words in steps of one to eight."""
    import numpy as np
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM, set_seed

    set_seed(1)
    model, random = LlamaForCausalLM(LlamaConfig(**DECODER)), np.random.default_rng(1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for _ in range(100):
        counted = random.integers(0, 200, (32, 1)) + random.integers(1, 9, (32, 1)) * np.arange(24)
        words = torch.from_numpy(3 + counted % 200)
        loss = model(words, labels=words).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.save_pretrained("meta-llama/Llama-3.2-1B")
    numbered_words(200).save_pretrained("meta-llama/Llama-3.2-1B")
