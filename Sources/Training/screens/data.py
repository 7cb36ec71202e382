"""Tiles for training: drawn by workers, each used a few times in other colours."""

import random
import zlib
from pathlib import Path

import numpy as np
import torch

from scenes import TILE, Generator
from targets import heat_map


class Tiles(torch.utils.data.IterableDataset):
    """Batches of tiles. A pool keeps what was drawn, so that a tile is used about `uses` times, at different times."""

    def __init__(self, folder: Path, seed: int, batch: int, uses: int, pool: int = 1500):
        self.folder, self.seed, self.batch, self.uses, self.most = folder, seed, batch, uses, pool

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        torch.set_num_threads(1)
        self.random = random.Random(self.seed * 97 + (worker.id if worker else 0))
        self.generator = Generator(self.folder, self.seed * 31 + (worker.id if worker else 0))
        self.pool, self.number = [], 0
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
        """One more screen into the pool, its tiles count as that many."""
        if getattr(self, "waiting", None):
            kept = self.waiting.pop()
        else:
            self.waiting = []
            for pixels, truth in self.generator.tiles(self.number):
                heats, cells = heat_map(truth, TILE[0] // 4, TILE[1] // 4)
                self.waiting.append((zlib.compress(pixels.tobytes(), 1), truth, zlib.compress(heats.tobytes(), 1), cells))
            self.number += 1
            kept = self.waiting.pop()
        if len(self.pool) < self.most:
            self.pool.append(kept)
        else:
            self.pool[self.random.randrange(self.most)] = kept


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
