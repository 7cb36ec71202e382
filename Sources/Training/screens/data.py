"""Tiles for training: drawn by workers, each used a few times in other colours; windows of real toolkits among them."""

import random
import zlib
from pathlib import Path

import numpy as np
import torch

from captured import unjudged
from scenes import TILE, Generator, cut
from targets import heat_map

#: The share of tiles that are of kept screens (FOLDER/kept, see `gtk_windows.py` and `captured.py`), where there are any.
KEPT_SHARE = 0.3


class Tiles(torch.utils.data.IterableDataset):
    """Batches of tiles. A pool keeps what was drawn, so that a tile is used about `uses` times, at different times."""

    def __init__(self, folder: Path, seed: int, batch: int, uses: int, pool: int = 1500):
        self.folder, self.seed, self.batch, self.uses, self.most = folder, seed, batch, uses, pool

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        torch.set_num_threads(1)
        self.random = random.Random(self.seed * 97 + (worker.id if worker else 0))
        self.generator = Generator(self.folder, self.seed * 31 + (worker.id if worker else 0))
        self.kept = sorted((self.folder / "kept").glob("*.npz"))
        self.pool, self.waiting, self.number = [], [], 0
        while True:
            yield collated([self.tile() for _ in range(self.batch)])

    def tile(self):
        if len(self.pool) < 8 or self.random.random() < 1 / self.uses:
            self.draw()
        pixels, truth, heats, cells = self.random.choice(self.pool)
        drawn = np.frombuffer(zlib.decompress(pixels), np.uint8).reshape(TILE[1], TILE[0], 3)
        heats = np.frombuffer(zlib.decompress(heats), np.uint8).reshape(4, TILE[1] // 4, TILE[0] // 4)
        return coloured(drawn, self.random), truth, heats, cells

    def draw(self) -> None:
        """One more tile into the pool: of a kept screen, of the screen that was drawn last, or of another one."""
        if self.kept and self.random.random() < KEPT_SHARE:
            new = packed(*self.from_kept())
        else:
            if not self.waiting:
                self.waiting = [packed(*tile) for tile in self.generator.tiles(self.number)]
                self.number += 1
            new = self.waiting.pop()
        if len(self.pool) < self.most:
            self.pool.append(new)
        else:
            self.pool[self.random.randrange(self.most)] = new

    def from_kept(self):
        """A tile of a screen that was kept, at any place."""
        kept = np.load(self.random.choice(self.kept))
        pixels, truth, (w, h) = kept["pixels"], kept["truth"], TILE
        pixels = np.pad(pixels, ((0, max(0, h - pixels.shape[0])), (0, max(0, w - pixels.shape[1])), (0, 0)))
        x, y = self.random.randint(0, pixels.shape[1] - w), self.random.randint(0, pixels.shape[0] - h)
        return pixels[y : y + h, x : x + w], cut(truth, x, y, w, h), bool(kept.get("has_texts", True))


def packed(pixels: np.ndarray, truth: np.ndarray, has_texts: bool = True):
    heats, cells = heat_map(truth, TILE[0] // 4, TILE[1] // 4)
    if not has_texts:
        heats = unjudged(heats)
    return zlib.compress(pixels.tobytes(), 1), truth, zlib.compress(heats.tobytes(), 1), cells


def coloured(pixels: np.ndarray, r: random.Random) -> np.ndarray:
    """The same tile in other colours; what it means stays the same."""
    x = r.random()
    if x < 0.12:
        pixels = 255 - pixels
    if r.random() < 0.15:
        pixels = pixels[..., r.sample(range(3), 3)]
    if r.random() < 0.3:
        gain, shift, power = r.uniform(0.75, 1.1), r.uniform(-20, 30), r.uniform(0.7, 1.4)
        table = (255 * (np.arange(256) / 255) ** power * gain + shift).clip(0, 255).astype(np.uint8)
        pixels = table[pixels]
    if r.random() < 0.05:
        grey = pixels.mean(-1, keepdims=True).astype(np.uint8)
        pixels = np.repeat(grey, 3, -1)
    return np.ascontiguousarray(pixels)


def collated(tiles):
    pixels = torch.from_numpy(np.stack([t[0] for t in tiles]))
    heats = torch.from_numpy(np.stack([t[2] for t in tiles]))
    cells = np.concatenate([np.insert(t[3][:, :3], 0, i, 1) for i, t in enumerate(tiles)])
    rows = np.concatenate([t[1][t[3][:, 3]] for t in tiles])
    return pixels, heats, torch.from_numpy(cells).long(), torch.from_numpy(rows)
