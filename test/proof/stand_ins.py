"""What programs of the proof need that is not on an ordinary machine, made of what is: a marker `# proof: stand-in NAME` asks for it."""
import functools
import itertools
import random


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


STAND_INS = {
    "autocast-on-cpu": autocast_on_cpu,
    "local-sweeps": local_sweeps,
    "transformers-with-gpu": transformers_with_gpu,
}
