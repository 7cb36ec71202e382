"""Batches of icons on grounds of their own, for the namer: plain, graded or rough, with a frame or strokes of letters beside them."""

import json
from pathlib import Path

import numpy as np
import torch

import heldout
import meanings
from naming import squares
from words import words

SIZES, SHARES = (16, 22, 32), (0.45, 0.25, 0.3)
#: So many words of a phrase count.
MOST = 6
#: Things that requests name beside what is done with them; at times one is added to a phrase, so that they come to say little.
THINGS = words("document file page item text line selection current toggle selected object cell window folder list tool mode area entry view")


class Phrases:
    """The phrases of all concepts as numbers of words; 0 is no word."""

    def __init__(self, folder: Path):
        kept = json.loads((folder / "named.json").read_text("utf-8"))
        self.names = kept["names"]
        self.vocabulary = sorted({word for phrases in kept["phrases"] for phrase in phrases for word in phrase})
        number = {word: i + 1 for i, word in enumerate(self.vocabulary)}
        self.of = [[[number[word] for word in phrase] for phrase in phrases] or [[0]] for phrases in kept["phrases"]]
        self.number = number
        self.things = [number[word] for word in THINGS if word in number]

    def rows(self, texts: list[list[str]]) -> torch.Tensor:
        rows = np.zeros((len(texts), MOST), np.int64)
        for row, text in zip(rows, texts):
            known = [self.number[word] for word in text if word in self.number][:MOST]
            row[: len(known)] = known
        return torch.from_numpy(rows)

    def drawn(self, noise: np.random.Generator) -> torch.Tensor:
        """One phrase of each concept, the first as often as all others; words are left out at times."""
        rows = np.zeros((len(self.of), MOST), np.int64)
        picks, drops = noise.random(len(rows)), noise.random((len(rows), 2))
        for i, phrases in enumerate(self.of):
            pick = 0 if picks[i] < 0.4 else int(picks[i] * 1000) % len(phrases)
            phrase = phrases[pick]
            if len(phrase) > 2 and drops[i, 0] < 0.15:
                left = int(drops[i, 1] * len(phrase))
                phrase = phrase[:left] + phrase[left + 1 :]
            if len(phrase) < MOST and drops[i, 0] > 0.88:
                phrase = phrase + [self.things[int(drops[i, 1] * len(self.things))]]
            rows[i, : len(phrase)] = phrase
        return torch.from_numpy(rows)


def same_words(rows: torch.Tensor) -> torch.Tensor:
    """For rows of numbers [n, MOST], one number each, the same for those with the same words."""
    return torch.unique(rows.sort(dim=1).values, dim=0, return_inverse=True)[1]


class Icons(torch.utils.data.IterableDataset):
    """Batches of pictures [n, 3, 32, 32], their concepts [n], and a phrase of each concept [concepts, MOST]."""

    def __init__(self, folder: Path, seed: int, batch: int, held_out: bool = False):
        self.folder, self.seed, self.batch, self.held_out = folder, seed, batch, held_out

    def load(self) -> None:
        self.noise = np.random.default_rng(self.seed)
        self.phrases = Phrases(self.folder)
        kept = np.load(self.folder / "named.npz")
        self.pixels = {size: np.load(self.folder / f"named-{size}.npy", mmap_mode="r") for size in SIZES}
        self.rows, self.concepts, self.bounds = {}, {}, {}
        for size in SIZES:
            families, concepts = kept[f"families{size}"], kept[f"concepts{size}"]
            rows = np.flatnonzero(np.isin(families, sorted(heldout.ICON_FAMILIES)) == self.held_out)
            count = np.bincount(concepts[rows], minlength=len(self.phrases.of))
            family, sizes = np.unique(families[rows], return_inverse=True, return_counts=True)[1:]
            weight = (count[concepts[rows]] ** -0.5) * np.where(concepts[rows] < len(meanings.NAMES), 4, 1)
            # Large families are one style all the same; what office programs show is all on their buttons.
            weight *= sizes[family] ** -0.4 * np.where(np.char.startswith(families[rows], "libreoffice"), 2, 1)
            self.rows[size], self.concepts[size], self.bounds[size] = rows, concepts, np.cumsum(weight / weight.sum())

    def __iter__(self):
        torch.set_num_threads(1)
        self.load()
        counts = [round(self.batch * share) for share in SHARES]
        while True:
            parts = [self.drawn(size, count) for size, count in zip(SIZES, counts)]
            yield torch.cat([p[0] for p in parts]), torch.cat([p[1] for p in parts]), self.phrases.drawn(self.noise)

    def drawn(self, size: int, count: int):
        noise = self.noise
        picks = self.rows[size][np.searchsorted(self.bounds[size], noise.random(count)).clip(max=len(self.rows[size]) - 1)]
        order = np.sort(picks)
        icons = self.pixels[size][order].astype(np.float32)
        ground = self.ground(size, count)
        colours = self.tinted(icons, ground)
        alpha = icons[..., 3:] / 255 * np.where(noise.random((count, 1, 1, 1)) < 0.15, noise.uniform(0.35, 0.8, (count, 1, 1, 1)), 1).astype(np.float32)
        at = size // 2
        part = ground[:, at : at + size, at : at + size]
        part += alpha * (colours - part)
        boxes = self.boxes(icons[..., 3] > 40, at)
        inverted = noise.random(count) < 0.08
        ground[inverted] = 255 - ground[inverted]
        x = torch.from_numpy(ground.clip(0, 255).round()).permute(0, 3, 1, 2) / 127.5 - 1
        return squares(x, boxes), torch.from_numpy(self.concepts[size][order]).long()

    def boxes(self, ink: np.ndarray, at: int) -> torch.Tensor:
        """The boxes of ink, as wrong as a detector may be."""
        size = ink.shape[1]
        across, down = ink.any(1), ink.any(2)
        left, right = across.argmax(1), size - across[:, ::-1].argmax(1)
        top, bottom = down.argmax(1), size - down[:, ::-1].argmax(1)
        boxes = np.stack((left, top, right, bottom), 1).astype(np.float32) + at
        side = np.maximum(right - left, bottom - top)[:, None]
        return torch.from_numpy((boxes + self.noise.normal(0, 0.06, boxes.shape) * side).astype(np.float32))

    def tinted(self, icons: np.ndarray, ground: np.ndarray) -> np.ndarray:
        """Icons of one colour get one that shows on the ground."""
        noise, count = self.noise, len(icons)
        weight = icons[..., 3:].sum((1, 2)) + 1
        mean = (icons[..., :3] * icons[..., 3:]).sum((1, 2)) / weight
        spread = np.sqrt((((icons[..., :3] - mean[:, None, None]) ** 2) * icons[..., 3:]).sum((1, 2)) / weight).max(1)
        level = ground.mean((1, 2, 3))
        near = np.abs(mean.mean(1) - level) < 70
        is_plain = (spread < 14) & (near | (noise.random(count) < 0.6))
        far = np.where(level > 127, 0.0, 255.0)[:, None]
        ink = far + (level[:, None] - far) * noise.uniform(0, 0.45, (count, 1)) + noise.normal(0, 12, (count, 3))
        return np.where(is_plain[:, None, None, None], ink[:, None, None].astype(np.float32), icons[..., :3])

    def ground(self, size: int, count: int) -> np.ndarray:
        noise, side = self.noise, 2 * size
        level = np.where(noise.random(count) < 0.5, noise.uniform(200, 255, count), noise.uniform(15, 255, count))
        tint = noise.normal(0, 1, (count, 3)) * noise.choice([0, 0, 5, 30], (count, 1))
        ground = np.tile((level[:, None] + tint).clip(0, 255)[:, None, None].astype(np.float32), (1, side, side, 1))
        slope = np.linspace(-1, 1, side, dtype=np.float32)[None, :, None, None]
        ground += slope * np.where(noise.random(count) < 0.25, noise.uniform(-25, 25, count), 0)[:, None, None, None].astype(np.float32)
        rough = np.flatnonzero(noise.random(count) < 0.1)
        ground[rough] += noise.normal(0, 1, (len(rough), side, side, 3)).astype(np.float32) * noise.uniform(2, 14, (len(rough), 1, 1, 1)).astype(np.float32)
        for i in np.flatnonzero(noise.random(count) < 0.35):  # the edge of its button
            inset, shade = int(noise.integers(0, size // 2 - 2)), noise.uniform(-90, 90)
            ground[i, [inset, -1 - inset], inset : side - inset] += shade
            ground[i, inset : side - inset, [inset, -1 - inset]] += shade
        for i in np.flatnonzero(noise.random(count) < 0.3):  # strokes of letters or of the next icon beside it
            for _ in range(int(noise.integers(1, 5))):
                x = int(noise.choice([noise.integers(0, size // 2 - 3), noise.integers(size * 3 // 2 + 1, side - 1)]))
                y = int(noise.integers(size // 2, size * 3 // 2))
                ground[i, y : y + int(noise.integers(1, size // 2)), x : x + int(noise.integers(1, 3))] = 255 - level[i]
        return ground
