"""Tiles for training: drawn by workers, each used a few times in other colours; windows of real toolkits among them."""

import random
import zlib
from pathlib import Path

import numpy as np
import torch

from captured import unjudged
from scenes import TILE, Generator, arrays, cut
from targets import heat_map

#: Whole screens, and the share of batches that are of them.
SCREEN, SCREEN_SHARE = (1280, 800), 0.12
#: The share of tiles that are of kept screens (FOLDER/kept, see `gtk_windows.py` and `captured.py`), where there are any.
KEPT_SHARE = 0.3


class Pool:
    """Drawn tiles of one size, compressed; a tile is used about `uses` times, at different times."""

    def __init__(self, size: tuple[int, int], most: int):
        self.size, self.most, self.tiles = size, most, []

    def add(self, tile, r: random.Random) -> None:
        if len(self.tiles) < self.most:
            self.tiles.append(tile)
        else:
            self.tiles[r.randrange(self.most)] = tile


class Tiles(torch.utils.data.IterableDataset):
    """Batches of tiles, some of them of whole screens, a third as many at once."""

    def __init__(self, folder: Path, seed: int, batch: int, uses: int):
        self.folder, self.seed, self.batch, self.uses = folder, seed, batch, uses

    def __iter__(self):
        worker = torch.utils.data.get_worker_info()
        torch.set_num_threads(1)
        self.random = random.Random(self.seed * 97 + (worker.id if worker else 0))
        self.generator = Generator(self.folder, self.seed * 31 + (worker.id if worker else 0))
        self.kept = sorted((self.folder / "kept").glob("*.npz"))
        self.waiting, self.number = [], 0
        pieces, screens = Pool(TILE, 1500), Pool(SCREEN, 150)
        while True:
            is_whole = self.random.random() < SCREEN_SHARE
            count = max(1, self.batch // 3) if is_whole else self.batch
            yield collated([self.tile(screens if is_whole else pieces) for _ in range(count)])

    def tile(self, pool: Pool):
        if len(pool.tiles) < 4 or self.random.random() < 1 / self.uses:
            pool.add(self.drawn(pool.size), self.random)
        (w, h), pixels, truth, heats, cells = self.random.choice(pool.tiles)
        shown = np.frombuffer(zlib.decompress(pixels), np.uint8).reshape(h, w, 3)
        heats = np.frombuffer(zlib.decompress(heats), np.uint8).reshape(4, h // 4, w // 4)
        return coloured(shown, self.random), truth, heats, cells

    def drawn(self, size: tuple[int, int]):
        """One more tile: of a kept screen, of the screen that was drawn last, or of another one."""
        if self.kept and self.random.random() < KEPT_SHARE:
            return packed(*self.from_kept(size))
        self.number += 1
        if size != TILE:
            screen = self.generator.screen(self.number, size)
            return packed(screen.pixels(), arrays(screen))
        if not self.waiting:
            self.waiting = [packed(*tile) for tile in self.generator.tiles(self.number)]
        return self.waiting.pop()

    def from_kept(self, size: tuple[int, int]):
        """A tile of a screen that was kept, at any place."""
        kept = np.load(self.random.choice(self.kept))
        pixels, truth, (w, h) = kept["pixels"], kept["truth"], size
        pixels = np.pad(pixels, ((0, max(0, h - pixels.shape[0])), (0, max(0, w - pixels.shape[1])), (0, 0)))
        x, y = self.random.randint(0, pixels.shape[1] - w), self.random.randint(0, pixels.shape[0] - h)
        return pixels[y : y + h, x : x + w], cut(truth, x, y, w, h), bool(kept.get("has_texts", True))


def packed(pixels: np.ndarray, truth: np.ndarray, has_texts: bool = True):
    height, width = pixels.shape[:2]
    heats, cells = heat_map(truth, width // 4, height // 4)
    if not has_texts:
        heats = unjudged(heats)
    return (width, height), zlib.compress(pixels.tobytes(), 1), truth, zlib.compress(heats.tobytes(), 1), cells


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
