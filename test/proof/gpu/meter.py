"""Joules and seconds of one step, from the energy counter of the NVIDIA driver (NVML, whole board)."""
import gc
import json
import os
import sys
import time

import torch

CUDA = torch.cuda.is_available()
DEVICE = "cuda" if CUDA else "cpu"
SECONDS = float(os.environ.get("SECONDS_EACH", "2.5"))
WARM_UP = 0.6
ONLY = set(filter(None, os.environ.get("ONLY", "").split(",")))

if CUDA:
    import pynvml

    pynvml.nvmlInit()
    BOARD = pynvml.nvmlDeviceGetHandleByIndex(0)


def joules():
    """Energy of the board since the driver was loaded; without a GPU nothing is known."""
    return pynvml.nvmlDeviceGetTotalEnergyConsumption(BOARD) / 1000 if CUDA else float("nan")


def wait():
    if CUDA:
        torch.cuda.synchronize()


def as_installed():
    """PyTorch's defaults: matrix products in full fp32, convolutions in TF32."""
    gc.collect()
    torch.manual_seed(0)
    torch.set_float32_matmul_precision("highest")
    torch.backends.cudnn.allow_tf32 = True
    torch.backends.cudnn.benchmark = True
    if CUDA:
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats()


def measure(group, variant, make, samples, least=3):
    """`make()` gives `step(number)`, which goes through `samples` samples; prints one JSON line."""
    if ONLY and group not in ONLY:
        return
    row = {"group": group, "variant": variant}
    try:
        as_installed()
        step = make()
        began = time.perf_counter()
        while True:
            step(0)
            wait()
            if not CUDA or time.perf_counter() - began >= WARM_UP:
                break
        row.update(run(step, samples, least))
    except Exception as error:  # one variant that fails must not lose the others
        row["error"] = f"{type(error).__name__}: {error}"[:300]
    print(json.dumps(row), flush=True)


def run(step, samples, least):
    count = 0
    energy, start = joules(), time.perf_counter()
    while count < least or (CUDA and time.perf_counter() - start < SECONDS):
        step(count)
        count += 1
        if count % 4 == 0:
            wait()
    wait()
    seconds, energy = time.perf_counter() - start, joules() - energy
    return {
        "steps": count,
        "seconds": round(seconds, 3),
        "samplesPerSecond": round(count * samples / seconds, 2),
        "joulesPerSample": energy / (count * samples) if CUDA else None,
        "watts": round(energy / seconds, 1) if CUDA else None,
        "gibibytes": round(torch.cuda.max_memory_allocated() / 2**30, 2) if CUDA else None,
    }


def autocast(kind):
    """`kind` is fp32, bf16 or fp16."""
    formats = {"bf16": torch.bfloat16, "fp16": torch.float16}
    return torch.autocast(DEVICE, dtype=formats.get(kind, torch.bfloat16), enabled=kind != "fp32")


def training_step(loss_of, optimizer, kind="fp32"):
    """Forward, backward, update; fp16 scales its loss."""
    scaler = torch.amp.GradScaler(DEVICE, enabled=kind == "fp16")

    def step(_number):
        optimizer.zero_grad()
        with autocast(kind):
            loss = loss_of()
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        return loss

    return step


def main(*parts):
    name = torch.cuda.get_device_name() if CUDA else "no GPU"
    print(json.dumps({"device": name, "torch": torch.__version__, "python": sys.version.split()[0]}), flush=True)
    for part in parts:
        part()
