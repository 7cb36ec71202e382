"""Trains the network that names icons; goes on from the last checkpoint.

usage: PYTHON train_naming.py FOLDER [--hours H] [--decay STEPS]

Checkpoints and the curve are kept in FOLDER/naming. Every picture is an icon of the bank on a ground of its own: plain,
striped, a piece of another icon, with a frame or letters beside it, its box as wrong as that of a detector may be.
"""

import argparse
import json
import os
import random
import signal
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from train import prepare_paths



class Icons(torch.utils.data.IterableDataset):
    """Batches of pictures [N, 3, 32, 32] and their meanings, of a seed."""

    def __init__(self, folder: Path, seed: int, batch: int, held_out: bool = False):
        self.folder, self.seed, self.batch, self.held_out = folder, seed, batch, held_out

    def __iter__(self):
        from icons import Bank

        torch.set_num_threads(1)
        self.random, self.bank = random.Random(self.seed), Bank(self.folder / "icons.npz", self.held_out)
        self.noise = np.random.default_rng(self.seed)
        while True:
            drawn = [self.draw() for _ in range(self.batch)]
            yield torch.stack([picture for picture, _ in drawn]), torch.tensor([kind for _, kind in drawn])

    def draw(self):
        from naming import cropped

        r, bank = self.random, self.bank
        index = None
        while index is None:
            index = bank.draw(r, r.choice(bank.families), r.choice([16, 16, 16, 22, 22, 32, 48]))
        icon = np.asarray(bank.picture(index)).astype(np.float32)
        size = len(icon)
        ground = self.ground(size)
        colour = ground.mean((0, 1))
        icon = self.tinted(icon, colour, bool(bank.plain[index]))
        strength = r.choice([1, 1, 1, 1, 1, r.uniform(0.3, 0.7)])
        at = size // 2
        part = ground[at : at + size, at : at + size]
        part *= 1 - icon[..., 3:] / 255 * strength
        part += icon[..., 2::-1] * strength
        inked = np.argwhere(icon[..., 3] > 40)
        top, left = inked.min(0) + at
        bottom, right = inked.max(0) + at + 1
        wrong = max(bottom - top, right - left) * 0.07
        box = [float(v) + r.gauss(0, wrong) for v in (left, top, right, bottom)]
        if r.random() < 0.1:
            ground = 255 - ground
        picture = cropped(torch.from_numpy(ground.clip(0, 255)), torch.tensor([box]))[0]
        return picture, int(bank.classes[index])

    def tinted(self, icon: np.ndarray, ground: np.ndarray, is_plain: bool) -> np.ndarray:
        """An icon of one colour in another that shows on the ground."""
        if not is_plain:
            return icon
        old = icon[..., :3].sum((0, 1)) / max(1, icon[..., 3].sum()) * 255
        if abs(old.mean() - ground.mean()) < 80 or self.random.random() < 0.6:
            icon = icon.copy()
            far = 0.0 if ground.mean() > 127 else 255.0
            ink = far + (ground[::-1] - far) * self.random.uniform(0, 0.45)
            icon[..., :3] = icon[..., 3:] / 255 * ink
        return icon

    def ground(self, size: int) -> np.ndarray:
        r = self.random
        level = r.choice([r.uniform(200, 255), r.uniform(200, 255), r.uniform(20, 80), r.uniform(0, 255)])
        colour = np.array([level] * 3) + (self.noise.normal(0, r.choice([0, 0, 5, 30]), 3))
        ground = np.tile(colour.clip(0, 255).astype(np.float32), (2 * size, 2 * size, 1))
        x = r.random()
        if x < 0.2:  # graded
            ground += np.linspace(-1, 1, 2 * size, dtype=np.float32)[:, None, None] * r.uniform(-25, 25)
        elif x < 0.3:  # rough, as a picture behind it
            ground += self.noise.normal(0, r.uniform(2, 14), ground.shape).astype(np.float32)
        if r.random() < 0.35:  # the edge of its button
            inset = r.randint(0, max(1, size // 2 - 2))
            shade = r.uniform(-90, 90)
            ground[[inset, -1 - inset], inset : 2 * size - inset] += shade
            ground[inset : 2 * size - inset, [inset, -1 - inset]] += shade
        if r.random() < 0.3:  # strokes of letters beside it
            for _ in range(r.randint(1, 5)):
                x0 = r.choice([r.randint(0, size // 2), r.randint(size * 3 // 2, 2 * size - 1)])
                y0 = r.randint(size // 2, size * 3 // 2)
                ground[y0 : y0 + r.randint(1, size // 2), x0 : x0 + r.randint(1, 3)] = 255 - level
        return ground


class Training:
    def __init__(self, options: argparse.Namespace):
        from naming import IconNamer

        self.options, self.out = options, options.folder / "naming"
        self.out.mkdir(exist_ok=True)
        torch.manual_seed(2)
        self.network, self.average = IconNamer(), IconNamer()
        self.average.load_state_dict(self.network.state_dict())
        self.optimizer = torch.optim.AdamW(self.network.parameters(), lr=options.rate, betas=(0.9, 0.99), weight_decay=0.03)
        self.step = self.decay_start = 0
        self.seconds, self.is_stopping = 0.0, False
        if (self.out / "last.pt").exists():
            kept = torch.load(self.out / "last.pt", weights_only=True)
            self.network.load_state_dict(kept["network"])
            self.average.load_state_dict(kept["average"])
            self.optimizer.load_state_dict(kept["optimizer"])
            self.step, self.decay_start, self.seconds = kept["step"], kept["decay_start"], kept["seconds"]
        if options.decay and not self.decay_start:
            self.decay_start = self.step

    def save(self) -> None:
        kept = {"network": self.network.state_dict(), "average": self.average.state_dict(), "optimizer": self.optimizer.state_dict()}
        torch.save(kept | {"step": self.step, "decay_start": self.decay_start, "seconds": self.seconds}, self.out / "new.pt")
        os.replace(self.out / "new.pt", self.out / "last.pt")

    def note(self, **figures) -> None:
        line = json.dumps({"step": self.step, "time": round(time.time()), "cpu": round(self.seconds), **figures})
        with (self.out / "curve.jsonl").open("a") as file:
            file.write(line + "\n")
        print(line, flush=True)

    def rate(self) -> float:
        left = max(0.0, 1 - (self.step - self.decay_start) / self.options.decay) if self.options.decay else 1.0
        return self.options.rate * min(1, (self.step + 1) / 200) * left

    def train_on(self, pictures, kinds) -> tuple[float, float]:
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate()
        with torch.autocast("cpu", torch.bfloat16):
            scores = self.network(pictures.contiguous(memory_format=torch.channels_last))
        loss = F.cross_entropy(scores.float(), kinds, label_smoothing=0.05)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        self.optimizer.step()
        keep = min(0.998, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for mean, now in zip(self.average.state_dict().values(), self.network.state_dict().values()):
                if mean.dtype.is_floating_point:
                    mean.lerp_(now, 1 - keep)
        self.step += 1
        return loss.item(), (scores.argmax(1) == kinds).float().mean().item()

    @torch.no_grad()
    def measured(self) -> dict[str, float]:
        """Of icons of held-out families that have a meaning here, the share named right, and of those that have none."""
        self.average.eval()
        batches = iter(Icons(self.options.folder, 7, 200, held_out=True))
        scores, kinds = zip(*[(self.average(pictures), kinds) for pictures, kinds in (next(batches) for _ in range(5))])
        best, kinds = torch.cat(scores), torch.cat(kinds)
        right, named = best.argmax(1) == kinds, kinds > 0
        five = (best[named].topk(5, 1).indices == kinds[named, None]).any(1)
        return {"named": round(right[named].float().mean().item(), 4), "five": round(five.float().mean().item(), 4), "other": round(right[~named].float().mean().item(), 4)}

    def run(self) -> None:
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "is_stopping", True))
        data = Icons(self.options.folder, self.step + 11, self.options.batch)
        batches = iter(torch.utils.data.DataLoader(data, batch_size=None, num_workers=1, prefetch_factor=8))
        end, saved, before, sums = time.time() + 3600 * self.options.hours, time.time(), time.process_time(), []
        while time.time() < end and not self.is_stopping and not (self.options.decay and self.rate() == 0):
            sums.append(self.train_on(*next(batches)))
            if self.step % 50 == 0 or self.step in (1, 10):
                now = time.process_time()
                self.seconds, before = self.seconds + now - before, now
                self.note(loss=round(float(np.mean([a for a, _ in sums])), 4), right=round(float(np.mean([b for _, b in sums])), 4))
                sums = []
            if self.step % 500 == 0:
                self.note(**self.measured())
            if time.time() - saved > 180:
                self.save()
                saved = time.time()
        self.save()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hours", type=float, default=1000)
    parser.add_argument("--decay", type=int, default=0)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--batch", type=int, default=128)
    chosen = parser.parse_args()
    chosen.folder = chosen.folder.resolve()
    prepare_paths(chosen.folder)
    torch.set_num_threads(2)
    Training(chosen).run()
