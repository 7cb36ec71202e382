"""Trains the reader of lines; goes on from the last checkpoint.

usage: nice -n 19 PYTHON train.py FOLDER [--hours H] [--decay STEPS]

FOLDER is what `setup` prepared. Checkpoints and the curve are kept in FOLDER/reader. The rate of learning stays the same
until `--decay` lets it fall to nothing over so many steps; so training may stop and go on at any time.
"""

import argparse
import json
import os
import signal
import sys
import time
from pathlib import Path

import numpy as np


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hours", type=float, default=1000)
    parser.add_argument("--decay", type=int, default=0)
    parser.add_argument("--rate", type=float, default=1.2e-3)
    parser.add_argument("--workers", type=int, default=1)
    return parser.parse_args()


def prepare_paths(folder: Path) -> None:
    sys.path.insert(0, str(Path(__file__).parent))
    sys.path.append(str(folder / "root/usr/lib/python3/dist-packages"))
    import fonts

    fonts.use(folder / "root")


def make_scenes(folder: Path, seed: int, held_out: bool = False):
    import fonts
    from scenes import Scenes
    from texts import Texts

    root = folder / "root"
    seen, held = fonts.families(root)
    return Scenes(held if held_out else seen, [] if held_out else fonts.bitmap_files(root), Texts(root, seed), seed + 1)


#: Columns of a batch, padding included.
_BATCH_COLUMNS = 6000


def batches(scenes, lines_at_once: int = 768):
    """Batches of lines of similar width: padded pictures, their columns, and what stands in them."""
    while True:
        drawn = sorted((scenes.draw() for _ in range(lines_at_once)), key=lambda line: line[0].shape[1])
        start = 0
        made = []
        while start < len(drawn):
            end = start + 1
            while end < len(drawn) and (end + 1 - start) * (drawn[end][0].shape[1] // 4 + 1) <= _BATCH_COLUMNS:
                end += 1
            made.append(packed(drawn[start:end]))
            start = end
        scenes.random.shuffle(made)
        yield from made


def packed(lines):
    """Each line is prepared by itself before it is padded, as it is at run time."""
    import torch
    from alphabet import encoded
    from network import STRIDE, prepared

    columns = [(picture.shape[1] + STRIDE - 1) // STRIDE for picture, _ in lines]
    width = max(columns) * STRIDE
    pictures = torch.zeros(len(lines), 1, 32, width)
    for i, (picture, _) in enumerate(lines):
        pictures[i, :, :, : picture.shape[1]] = prepared(torch.from_numpy(np.array(picture))[None])[0]
    texts = [text for _, text in lines]
    return pictures, torch.tensor(columns), texts, [encoded(text) for text in texts]


def loader(folder: Path, seed: int, workers: int):
    import torch

    class Lines(torch.utils.data.IterableDataset):
        def __iter__(self):
            worker = torch.utils.data.get_worker_info()
            torch.set_num_threads(1)
            return batches(make_scenes(folder, seed * 1000 + (worker.id if worker else 0)))

    return iter(torch.utils.data.DataLoader(Lines(), batch_size=None, num_workers=workers, prefetch_factor=16))


def measure(network, folder: Path, count: int = 1000) -> dict:
    """Lines in held-out fonts from a fixed seed: the share that is read exactly, and wrong characters a character."""
    import torch
    from alphabet import decoded

    scenes = make_scenes(folder, 77, held_out=True)
    network.eval()
    right = errors = characters = 0
    drawn = sorted((scenes.draw() for _ in range(count)), key=lambda line: line[0].shape[1])
    with torch.no_grad():
        for start in range(0, count, 20):
            pictures, columns, texts, _ = packed(drawn[start : start + 20])
            best = network(pictures, columns).argmax(-1)
            for path, length, text in zip(best, columns, texts):
                read = decoded(path[:length].tolist())
                right += read == text
                errors += distance(read, text)
                characters += len(text)
    network.train()
    return {"exact": right / count, "character_errors": errors / characters}


def distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


class Training:
    def __init__(self, options: argparse.Namespace):
        import torch
        from network import LineReader

        self.options = options
        self.out = options.folder / "reader"
        self.out.mkdir(exist_ok=True)
        torch.manual_seed(1)
        self.network = LineReader()
        self.average = LineReader()
        self.average.load_state_dict(self.network.state_dict())
        plain = [p for p in self.network.parameters() if p.ndim < 2]
        weights = [p for p in self.network.parameters() if p.ndim >= 2]
        groups = [{"params": weights, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}]
        self.optimizer = torch.optim.AdamW(groups, lr=options.rate, betas=(0.9, 0.98))
        self.step = self.lines = self.decay_start = 0
        self.is_stopping = False
        self.resume()
        if options.decay and not self.decay_start:
            self.decay_start = self.step

    def resume(self) -> None:
        import torch

        path = self.out / "last.pt"
        if path.exists():
            kept = torch.load(path, weights_only=True)
            self.network.load_state_dict(kept["network"])
            self.average.load_state_dict(kept["average"])
            self.optimizer.load_state_dict(kept["optimizer"])
            self.step, self.lines, self.decay_start = kept["step"], kept["lines"], kept["decay_start"]

    def save(self) -> None:
        import torch

        kept = {
            "network": self.network.state_dict(), "average": self.average.state_dict(), "optimizer": self.optimizer.state_dict(),
            "step": self.step, "lines": self.lines, "decay_start": self.decay_start,
        }
        torch.save(kept, self.out / "new.pt")
        os.replace(self.out / "new.pt", self.out / "last.pt")

    def note(self, **figures) -> None:
        line = json.dumps({"step": self.step, "lines": self.lines, "time": round(time.time()), **figures})
        with (self.out / "curve.jsonl").open("a") as file:
            file.write(line + "\n")
        print(line, flush=True)

    def rate(self) -> float:
        warm = min(1, (self.step + 1) / 1000)
        left = 1.0
        if self.options.decay:
            left = max(0.0, 1 - (self.step - self.decay_start) / self.options.decay)
        return self.options.rate * warm * left

    def train_on(self, batch) -> float:
        import torch
        from torch.nn import functional as F

        pictures, columns, _, classes = batch
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate()
        with torch.autocast("cpu", torch.bfloat16):
            scores = self.network(pictures, columns)
        logs = F.log_softmax(scores.float(), -1).transpose(0, 1)
        targets = torch.tensor([c for line in classes for c in line])
        lengths = torch.tensor([len(line) for line in classes])
        loss = F.ctc_loss(logs, targets, columns, lengths, blank=0, reduction="sum", zero_infinity=True) / lengths.sum()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimizer.step()
        with torch.no_grad():
            keep = min(0.999, (1 + self.step) / (10 + self.step))
            for mean, now in zip(self.average.parameters(), self.network.parameters()):
                mean.lerp_(now, 1 - keep)
        self.step += 1
        self.lines += len(classes)
        return loss.item()

    def run(self) -> None:
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "is_stopping", True))
        end = time.time() + 3600 * self.options.hours
        saved = time.time()
        losses: list[float] = []
        data = loader(self.options.folder, self.step + 1, self.options.workers)
        while time.time() < end and not self.is_stopping and not (self.options.decay and self.rate() == 0):
            losses.append(self.train_on(next(data)))
            if self.step % 200 == 0:
                self.note(loss=round(float(np.mean(losses)), 4))
                losses.clear()
            if self.step % 4000 == 0:
                self.note(**measure(self.average, self.options.folder))
            if time.time() - saved > 300:
                self.save()
                saved = time.time()
        self.save()
        self.note(**measure(self.average, self.options.folder))


if __name__ == "__main__":
    chosen = arguments()
    prepare_paths(chosen.folder.resolve())
    chosen.folder = chosen.folder.resolve()
    Training(chosen).run()
