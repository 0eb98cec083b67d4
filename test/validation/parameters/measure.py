"""Prints file, name, weights and work of every `model_*` of the files beside this one, as the libraries count them.

The work is the FLOPs of one forward pass of one sample (two for each multiply-accumulate), where the file says what goes in:
the `input_*` that a model is called with, or the shape that a Keras model states. torch.utils.flop_counter counts, with
attention and recurrent layers taken apart into the matrix products that they are.

Run with the versions that the head of counts.csv names: KERAS_BACKEND=torch python measure.py > counts.csv
"""
import contextlib
import glob
import os
import runpy
import sys

import keras
import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
BATCH = 2


def stated_input(model):
    """A batch of what a Keras model says that it takes; None where a size is open."""
    try:
        shapes = [tensor.shape[1:] for tensor in model.inputs]
    except (AttributeError, TypeError, ValueError):
        return None
    if not shapes or any(None in shape for shape in shapes):
        return None
    tensors = [keras.ops.zeros((BATCH, *shape)) for shape in shapes]
    return tensors[0] if len(tensors) == 1 else tensors


def flops(model, given):
    """Per sample; the batch is the first dimension of what goes in."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(torch.backends.mkldnn.flags(enabled=False))
        stack.enter_context(sdpa_kernel(SDPBackend.MATH))
        counter = stack.enter_context(FlopCounterMode(display=False))
        model(given)
    batch = (given[0] if isinstance(given, list) else given).shape[0]
    total, rest = divmod(counter.get_total_flops(), batch)
    assert rest == 0
    return total


if __name__ == "__main__":
    lines = []
    for path in sorted(glob.glob(os.path.join(here, "*.py"))):
        if path == os.path.abspath(__file__):
            continue
        with contextlib.redirect_stdout(sys.stderr):
            things = runpy.run_path(path)
        for name, model in things.items():
            if not name.startswith("model_"):
                continue
            is_keras = isinstance(model, keras.Model)
            given = things.get(name.replace("model_", "input_", 1))
            if given is None and is_keras:
                given = stated_input(model)
            weights = model.count_params() if is_keras else sum(p.numel() for p in model.parameters())
            work = "" if given is None else flops(model, given)
            lines.append(f"{os.path.basename(path)},{name},{weights},{work}")
    print("# Weights and FLOPs of the networks in this folder, counted by the libraries that build them:")
    print(f"# torch {torch.__version__.split('+')[0]}, sum(p.numel() for p in model.parameters()), torch.utils.flop_counter;")
    print(f"# keras {keras.__version__}, model.count_params().")
    print("file,model,weights,flops")
    print("\n".join(lines))
