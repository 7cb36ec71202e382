"""What the trainings of this folder share: options, checkpoints, the curve, the learning rate, the average of the weights.

Checkpoints and the curve are kept in FOLDER/NAME. The learning rate stays the same until `--decay` lets it fall to nothing
over so many steps; so training may stop (SIGTERM) and go on at any time. `--from` takes exported weights where there is no
checkpoint yet; the optimizer begins anew. A copy of the folder under another name can be trained to the end with `--decay`,
while training goes on in the first. `start` beside this file starts a training at idle priority, and stops it while a file exists.
"""

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import torch
from torch import Tensor, nn


def arguments(about: str, name: str, batch: int) -> argparse.ArgumentParser:
    """The options of every training; NAME and the size of a batch by default."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--name", default=name)
    parser.add_argument("--from", dest="weights", type=Path, help="the folder of exported weights to begin with")
    parser.add_argument("--hours", type=float, default=1000)
    parser.add_argument("--decay", type=int, default=0)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--warm-up", type=int, default=200, help="steps in which the rate rises")
    parser.add_argument("--batch", type=int, default=batch)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    return parser


@cache
def multiplies_bfloat16() -> bool:
    """Whether the processor multiplies matrices of bfloat16 (AMX)."""
    about = Path("/proc/cpuinfo")
    return about.exists() and "amx_bf16" in about.read_text()


def quick() -> torch.autocast:
    """Computes with bfloat16 where that is quicker: without such matrices it takes three times as long as float."""
    return torch.autocast("cpu", torch.bfloat16, enabled=multiplies_bfloat16())


def prepare_paths(folder: Path) -> None:
    here = Path(__file__).parent
    sys.path[:0] = [str(here), str(here.parent / "reading")]
    sys.path.append(str(folder / "root/usr/lib/python3/dist-packages"))
    import fonts

    fonts.use(folder / "root")


class Training:
    """A network, its average, its optimizer and how far it is. A training adds its data, its loss and what is measured."""

    #: Gradients are clipped to this length; the optimizer's second beta; the steps between lines of the curve.
    clip, beta, steps_of_a_line = 5.0, 0.98, 50

    def __init__(self, options: argparse.Namespace, network: nn.Module, average: nn.Module, groups: list[dict]):
        self.options, self.network, self.average = options, network, average
        self.out = options.folder / options.name
        self.out.mkdir(exist_ok=True)
        self.optimizer = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, self.beta))
        self.step = self.decay_start = 0
        self.seconds, self.is_stopping = 0.0, False
        if not self.resume():
            if options.weights:
                self.begin_with(options.weights)
            self.average.load_state_dict(self.network.state_dict())
        if options.decay and not self.decay_start:
            self.decay_start = self.step

    def batches(self) -> Iterator:
        """Endless batches."""
        raise NotImplementedError

    def loss(self, batch) -> tuple[Tensor, dict[str, float]]:
        """What is made small, and figures for the curve."""
        raise NotImplementedError

    def measured(self) -> dict[str, float]:
        """Figures of the average on what training never sees."""
        raise NotImplementedError

    def begin_with(self, weights: Path) -> None:
        """Takes exported weights, see `imported`."""
        raise NotImplementedError

    def resume(self) -> bool:
        path = self.out / "last.pt"
        if not path.exists():
            return False
        kept = torch.load(path, weights_only=True)
        for name in ("network", "average", "optimizer"):
            getattr(self, name).load_state_dict(kept[name])
        self.step, self.decay_start, self.seconds = kept["step"], kept["decay_start"], kept["seconds"]
        return True

    def save(self) -> None:
        kept = {name: getattr(self, name).state_dict() for name in ("network", "average", "optimizer")}
        kept |= {"step": self.step, "decay_start": self.decay_start, "seconds": self.seconds}
        torch.save(kept, self.out / "new.pt")
        os.replace(self.out / "new.pt", self.out / "last.pt")

    def note(self, **figures) -> None:
        """One line of the curve; `cpu` are seconds of processor time, all restarts together."""
        line = json.dumps({"step": self.step, "time": round(time.time()), "cpu": round(self.seconds), **figures})
        with (self.out / "curve.jsonl").open("a") as file:
            file.write(line + "\n")
        print(line, flush=True)

    def rate(self) -> float:
        left = max(0.0, 1 - (self.step - self.decay_start) / self.options.decay) if self.options.decay else 1.0
        return self.options.rate * min(1, (self.step + 1) / self.options.warm_up) * left

    def train_on(self, batch) -> dict[str, float]:
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate()
        self.network.train()
        loss, figures = self.loss(batch)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), self.clip)
        self.optimizer.step()
        self.follow()
        self.step += 1
        return figures

    @torch.no_grad()
    def follow(self) -> None:
        """The average of the weights over the last steps, which is what is measured and shipped."""
        keep = min(0.998, (1 + self.step) / (10 + self.step))
        for mean, now in zip(self.average.state_dict().values(), self.network.state_dict().values()):
            if mean.dtype.is_floating_point:
                mean.lerp_(now, 1 - keep)

    def is_over(self, end: float) -> bool:
        return time.time() >= end or self.is_stopping or bool(self.options.decay and self.rate() == 0)

    def run(self) -> None:
        torch.set_num_threads(self.options.threads)
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "is_stopping", True))
        batches = iter(self.batches())
        end, saved, before = time.time() + 3600 * self.options.hours, time.time(), time.process_time()
        sums, count = {}, 0
        if not self.step:
            self.note(**self.measured())
        while not self.is_over(end):
            for name, value in self.train_on(next(batches)).items():
                sums[name] = sums.get(name, 0) + value
            count += 1
            if self.step % self.steps_of_a_line == 0 or self.step in (1, 5, 20):
                now = time.process_time()
                self.seconds, before = self.seconds + now - before, now
                self.note(**{name: round(value / count, 4) for name, value in sums.items()})
                sums, count = {}, 0
            if self.step % 500 == 0:
                self.note(**self.measured())
            if time.time() - saved > 180:
                self.save()
                saved = time.time()
        self.save()
