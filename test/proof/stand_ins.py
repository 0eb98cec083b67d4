"""What programs of the proof need that is not on an ordinary machine, made of what is: a marker `# proof: stand-in NAME` asks for it."""
import functools
import itertools
import random

from checkpoints import pretrained_bert, pretrained_decoder, small_berts, small_decoders


def autocast_on_cpu():
    """Computes on the processor what `torch.amp.autocast("cuda")` would compute on a GPU, so that the rounding is seen."""
    import torch

    def on_cpu(cls):
        made = cls.__init__

        @functools.wraps(made)
        def init(self, device="cuda", *args, **kwargs):
            made(self, "cpu" if device == "cuda" else device, *args, **kwargs)

        cls.__init__ = init

    on_cpu(torch.amp.autocast)
    on_cpu(torch.amp.GradScaler)


def transformers_with_gpu():
    """The Trainer takes the settings of an Ampere GPU, which it refuses elsewhere; it computes them on the processor."""
    from transformers import training_args

    training_args.is_torch_bf16_gpu_available = lambda: True
    training_args.is_torch_tf32_available = lambda: True


class Stopped(BaseException):
    """Ends a run of a sweep, past every `except Exception`."""


class LocalSweep:
    """A W&B sweep without the service. A Bayesian search draws at random here, which makes it no better than it is."""

    def __init__(self, config, seed):
        self.config = config
        self.random = random.Random(seed)
        self.metric = config.get("metric", {}).get("name")
        self.sign = -1 if config.get("metric", {}).get("goal") == "maximize" else 1
        self.seen = {}

    def points(self, count):
        parameters = self.config["parameters"]
        most = min(count or 10**6, self.config.get("run_cap", 10**6))
        if self.config["method"] == "grid":
            values = itertools.product(*(choice["values"] for choice in parameters.values()))
            drawn = (dict(zip(parameters, point)) for point in values)
        else:
            drawn = ({name: self.draw(choice) for name, choice in parameters.items()} for _ in itertools.count())
        return itertools.islice(drawn, most)

    def draw(self, choice):
        return self.random.choice(choice["values"]) if "values" in choice else self.random.uniform(choice["min"], choice["max"])

    def bands(self):
        """Steps at which Hyperband looks, as W&B documents `early_terminate`."""
        rule = self.config.get("early_terminate", {})
        eta = rule.get("eta", 3)
        if "min_iter" in rule:
            return eta, {rule["min_iter"] * eta**band for band in range(20)}
        return eta, {rule["max_iter"] // eta**band for band in range(1, rule.get("s", 0) + 1)} if "max_iter" in rule else set()

    def look(self, step, values):
        eta, bands = self.bands()
        if step not in bands or self.metric not in values:
            return
        score = self.sign * float(values[self.metric])
        others = sorted([*self.seen.setdefault(step, []), score])
        self.seen[step].append(score)
        if len(others) >= eta and score > others[(len(others) - 1) // eta]:
            raise Stopped


def local_sweeps():
    """`wandb.sweep` and `wandb.agent` in this process; runs are W&B's own, with nothing written."""
    import os

    import wandb

    sweeps, init, current = {}, wandb.init, {}

    def sweep(sweep=None, *_, **__):
        sweeps["local"] = LocalSweep(sweep, int(os.environ.get("SEED", "0")))
        return "local"

    def start(*args, **kwargs):
        run = init(*args, **{**kwargs, "mode": "disabled", "config": current["point"]})
        steps, log = itertools.count(1), run.log

        def noted(values, *more, **options):
            log(values, *more, **options)
            current["sweep"].look(next(steps), values)

        run.log = wandb.log = noted
        return run

    def agent(sweep_id, function=None, *_, count=None, **__):
        current["sweep"] = sweeps[sweep_id]
        for current["point"] in current["sweep"].points(count):
            try:
                function()
            except Stopped:
                wandb.finish()

    wandb.sweep, wandb.agent, wandb.init = sweep, agent, start


def xgboost_2():
    """XGBoost 3.1 refuses `gpu_hist` and `gpu_id`. Here they mean what the notes of release 2.0 say: `hist` on the device of that number."""
    import xgboost
    from xgboost.training import train

    def current(parameters):
        told = dict(parameters)
        number = told.pop("gpu_id", None)
        if told.get("tree_method") == "gpu_hist":
            told.update(tree_method="hist", device="cuda")
        if number is not None:
            told["device"] = f"cuda:{number}" if number >= 0 else "cpu"
        return told

    def translated(params, *args, **kwargs):
        return train(current(params), *args, **kwargs)

    xgboost.train = xgboost.sklearn.train = translated


def no_network():
    """Nobody answers, at once."""
    import requests

    def refuse(*_, **__):
        raise requests.exceptions.ConnectionError("the proof has no network")

    requests.Session.request = refuse


def traced_without_kernels():
    """Networks are traced as `torch.compile` traces them, and what comes out is run as it is: no kernels are written, which takes minutes."""
    import torch

    compiled = torch.compile

    def traced(model=None, **options):
        return compiled(model, **{**options, "backend": "aot_eager", "mode": None, "options": None})

    def in_place(module, *_, **__):
        module._compiled_call_impl = traced(module._call_impl)

    torch.compile, torch.nn.Module.compile = traced, in_place


STAND_INS = {
    "autocast-on-cpu": autocast_on_cpu,
    "local-sweeps": local_sweeps,
    "no-network": no_network,
    "pretrained-bert": pretrained_bert,
    "pretrained-decoder": pretrained_decoder,
    "small-berts": small_berts,
    "small-decoders": small_decoders,
    "traced-without-kernels": traced_without_kernels,
    "transformers-with-gpu": transformers_with_gpu,
    "xgboost-2": xgboost_2,
}
