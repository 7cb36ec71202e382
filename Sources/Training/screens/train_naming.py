"""Trains the network that tells what icons mean; goes on from the last checkpoint.

usage: PYTHON train_naming.py FOLDER [--hours H] [--decay STEPS] [--name NAME]

Checkpoints and the curve are kept in FOLDER/NAME ("naming" if none is given). A copy of that folder under another name can be
trained to the end with --decay, while training goes on in the first. Of every batch of pictures each is told from the phrases of all concepts.
"""

import argparse
import json
import os
import signal
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import meanings
from train import prepare_paths


class Training:
    def __init__(self, options: argparse.Namespace):
        from named_data import Phrases
        from naming import IconNamer

        self.options, self.out = options, options.folder / options.name
        self.out.mkdir(exist_ok=True)
        torch.manual_seed(2)
        count = len(Phrases(options.folder).vocabulary)
        self.network, self.average = IconNamer(count), IconNamer(count)
        self.average.load_state_dict(self.network.state_dict())
        words = list(self.network.words.parameters())
        others = [p for p in self.network.parameters() if p is not words[0]]
        groups = [{"params": others, "weight_decay": 0.03}, {"params": words, "weight_decay": 0.0}]
        self.optimizer = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.99))
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

    def train_on(self, pictures, concepts, phrases) -> tuple[float, float]:
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate()
        self.network.train()
        with torch.autocast("cpu", torch.bfloat16):
            vectors = self.network.icons(pictures.contiguous(memory_format=torch.channels_last))
        scores = self.network.scale.clamp(max=3.6).exp() * vectors @ self.network.phrases(phrases).T
        loss = F.cross_entropy(scores, concepts, label_smoothing=0.05)
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
        return loss.item(), (scores.argmax(1) == concepts).float().mean().item()

    @torch.no_grad()
    def measured(self) -> dict[str, float]:
        """Of icons of held-out families, the share named right of all concepts, and found among 40 others by a phrase.

        `common` are those of `meanings`, `rare` all others.
        """
        from named_data import Icons

        self.average.eval()
        data = Icons(self.options.folder, 7, 400, held_out=True)
        batches = iter(data)
        drawn = [next(batches) for _ in range(3)]
        torch.set_num_threads(self.options.threads)
        pictures, concepts = torch.cat([b[0] for b in drawn]), torch.cat([b[1] for b in drawn])
        scores = self.average(pictures, drawn[0][2])
        common = concepts < len(meanings.NAMES)
        five = (scores.topk(5, 1).indices == concepts[:, None]).any(1).float()
        right = (scores.argmax(1) == concepts).float()
        found, groups = [], torch.arange(len(concepts)).view(-1, 40)
        own = scores - scores.logsumexp(1, keepdim=True)
        for group in groups[torch.randperm(len(groups), generator=torch.Generator().manual_seed(1))]:
            chosen = own[group][:, concepts[group]].argmax(0)
            found.append((concepts[group][chosen] == concepts[group]).float())
        found = torch.stack(found).flatten()
        figures = {"common": right[common], "common5": five[common], "rare": right[~common], "rare5": five[~common], "found": found[common], "found_rare": found[~common]}
        return {name: round(part.mean().item(), 4) for name, part in figures.items()}

    def run(self) -> None:
        from named_data import Icons

        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "is_stopping", True))
        data = Icons(self.options.folder, self.step + 11, self.options.batch)
        batches = iter(torch.utils.data.DataLoader(data, batch_size=None, num_workers=1, prefetch_factor=8))
        end, saved, before, sums = time.time() + 3600 * self.options.hours, time.time(), time.process_time(), []
        while time.time() < end and not self.is_stopping and not (self.options.decay and self.rate() == 0):
            sums.append(self.train_on(*next(batches)))
            if self.step % 100 == 0 or self.step in (1, 10):
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
    parser.add_argument("--batch", type=int, default=256)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--name", default="naming")
    chosen = parser.parse_args()
    chosen.folder = chosen.folder.resolve()
    prepare_paths(chosen.folder)
    torch.set_num_threads(chosen.threads)
    Training(chosen).run()
