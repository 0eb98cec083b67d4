"""Prints file, name and weights of every `model_*` of the files beside this one, as the libraries count them.

Run with the versions that the head of counts.csv names: KERAS_BACKEND=torch python measure.py > counts.csv
"""
import glob
import os
import runpy
import sys

import keras
import torch

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)

print("# Weights of the networks in this folder, counted by the libraries that build them:")
print(f"# torch {torch.__version__.split('+')[0]}, sum(p.numel() for p in model.parameters());")
print(f"# keras {keras.__version__}, model.count_params().")
print("file,model,weights")
for path in sorted(glob.glob(os.path.join(here, "*.py"))):
    if path == os.path.abspath(__file__):
        continue
    for name, model in runpy.run_path(path).items():
        if not name.startswith("model_"):
            continue
        if isinstance(model, torch.nn.Module) and not isinstance(model, keras.Model):
            weights = sum(p.numel() for p in model.parameters())
        else:
            weights = model.count_params()
        print(f"{os.path.basename(path)},{name},{weights}")
