"""Trains the detector; goes on from the last checkpoint.

usage: PYTHON train.py FOLDER [--hours H] [--decay STEPS]

FOLDER is what `setup` and `icons.py` prepared. Checkpoints and the curve are kept in FOLDER/screen. The learning rate stays
the same until `--decay` lets it fall to nothing over so many steps; so training may stop (SIGTERM) and go on at any time.
`start` beside this file starts it at idle priority, and stops it while a file exists.
"""

import argparse
import json
import os
import signal
import sys
import time
from pathlib import Path

import torch


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hours", type=float, default=1000)
    parser.add_argument("--decay", type=int, default=0)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--uses", type=int, default=3)
    parser.add_argument("--name", default="screen")
    return parser.parse_args()


def prepare_paths(folder: Path) -> None:
    here = Path(__file__).parent
    sys.path[:0] = [str(here), str(here.parent / "reading")]
    sys.path.append(str(folder / "root/usr/lib/python3/dist-packages"))
    import fonts

    fonts.use(folder / "root")


class Training:
    def __init__(self, options: argparse.Namespace):
        from network import Detector

        self.options, self.out = options, options.folder / options.name
        self.out.mkdir(exist_ok=True)
        torch.manual_seed(1)
        self.network = Detector().to(memory_format=torch.channels_last)
        self.average = Detector().to(memory_format=torch.channels_last)
        self.average.load_state_dict(self.network.state_dict())
        plain = [p for p in self.network.parameters() if p.ndim < 2]
        weights = [p for p in self.network.parameters() if p.ndim >= 2]
        self.optimizer = torch.optim.AdamW([{"params": weights, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}], lr=options.rate, betas=(0.9, 0.98))
        self.step = self.tiles = self.decay_start = 0
        self.seconds = 0.0
        self.is_stopping = False
        self.resume()
        if options.decay and not self.decay_start:
            self.decay_start = self.step

    def resume(self) -> None:
        path = self.out / "last.pt"
        if path.exists():
            kept = torch.load(path, weights_only=True)
            self.network.load_state_dict(kept["network"])
            self.average.load_state_dict(kept["average"])
            self.optimizer.load_state_dict(kept["optimizer"])
            self.step, self.tiles, self.decay_start, self.seconds = kept["step"], kept["tiles"], kept["decay_start"], kept["seconds"]

    def save(self) -> None:
        kept = {
            "network": self.network.state_dict(), "average": self.average.state_dict(), "optimizer": self.optimizer.state_dict(),
            "step": self.step, "tiles": self.tiles, "decay_start": self.decay_start, "seconds": self.seconds,
        }
        torch.save(kept, self.out / "new.pt")
        os.replace(self.out / "new.pt", self.out / "last.pt")

    def note(self, **figures) -> None:
        """One line of the curve; `cpu` are seconds of processor time, all restarts together."""
        line = json.dumps({"step": self.step, "tiles": self.tiles, "time": round(time.time()), "cpu": round(self.seconds), **figures})
        with (self.out / "curve.jsonl").open("a") as file:
            file.write(line + "\n")
        print(line, flush=True)

    def rate(self) -> float:
        left = max(0.0, 1 - (self.step - self.decay_start) / self.options.decay) if self.options.decay else 1.0
        return self.options.rate * min(1, (self.step + 1) / 200) * left

    def train_on(self, batch) -> dict[str, float]:
        from network import prepared
        from targets import WEIGHTS, losses

        pixels, heats, cells, rows = batch
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate()
        with torch.autocast("cpu", torch.bfloat16):
            answers = self.network(prepared(pixels))
        height, width = heats.shape[2:]
        parts = losses(answers[..., :height, :width], heats, cells, rows)
        loss = sum(WEIGHTS[name] * part for name, part in parts.items())
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimizer.step()
        self.follow()
        self.step += 1
        self.tiles += len(pixels)
        return {name: part.item() for name, part in parts.items()}

    @torch.no_grad()
    def follow(self) -> None:
        """The average of the weights over the last steps, which is what is measured and shipped."""
        keep = min(0.998, (1 + self.step) / (10 + self.step))
        for mean, now in zip(self.average.state_dict().values(), self.network.state_dict().values()):
            if mean.dtype.is_floating_point:
                mean.lerp_(now, 1 - keep)

    def run(self) -> None:
        from data import Tiles
        from measure import measured

        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "is_stopping", True))
        data = Tiles(self.options.folder, self.step + 1, self.options.batch, self.options.uses)
        batches = iter(torch.utils.data.DataLoader(data, batch_size=None, num_workers=self.options.workers, prefetch_factor=6))
        end, saved, before = time.time() + 3600 * self.options.hours, time.time(), time.process_time()
        sums, count = {}, 0
        while time.time() < end and not self.is_stopping and not (self.options.decay and self.rate() == 0):
            for name, value in self.train_on(next(batches)).items():
                sums[name] = sums.get(name, 0) + value
            count += 1
            if self.step % 50 == 0 or self.step in (1, 5, 20):
                now = time.process_time()
                self.seconds, before = self.seconds + now - before, now
                self.note(**{name: round(value / count, 4) for name, value in sums.items()})
                sums, count = {}, 0
            if self.step % 500 == 0:
                self.note(**measured(self.average, self.options.folder))
            if time.time() - saved > 180:
                self.save()
                saved = time.time()
        self.save()


if __name__ == "__main__":
    chosen = arguments()
    chosen.folder = chosen.folder.resolve()
    prepare_paths(chosen.folder)
    torch.set_num_threads(2)
    Training(chosen).run()
