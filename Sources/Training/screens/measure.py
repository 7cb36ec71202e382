"""How well the detector finds elements on screens of held-out fonts, icons and looks."""

from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

import roles
from network import BOXES, CONTAINER, HEATS, ROLE, STATE, STRIDE, prepared
from training import quick


def detections(answers: torch.Tensor, threshold: float = 0.3) -> np.ndarray:
    """Answers [OUTPUTS, h, w] of one picture to rows: group, role, left, top, right, bottom, states, score."""
    answers = answers.float()
    heats = answers[HEATS].sigmoid()
    peaks = F.max_pool2d(heats[None], 3, 1, 1)[0]
    group, y, x = torch.nonzero((heats == peaks) & (heats > threshold), as_tuple=True)
    here = answers[:, y, x].T
    side = here[:, BOXES].reshape(-1, 4, 4)[torch.arange(len(here)), group].clamp(-4, 6.5).exp() * STRIDE
    centre = torch.stack((x, y), 1).float() * STRIDE + STRIDE / 2
    role = torch.where(group == roles.CONTAINER, here[:, CONTAINER].argmax(1), here[:, ROLE].argmax(1))
    role = torch.where((group == roles.TEXT) | (group == roles.ICON), torch.zeros_like(role), role)
    states = ((here[:, STATE] > 0).long() << torch.arange(len(roles.STATES))).sum(1)
    box = torch.cat((centre - side[:, :2], centre + side[:, 2:]), 1)
    rows = torch.cat((group[:, None], role[:, None], box, states[:, None], heats[group, y, x][:, None]), 1).numpy()
    return suppressed(rows[np.argsort(-rows[:, 7])])


def suppressed(rows: np.ndarray, most: float = 0.55) -> np.ndarray:
    """Without boxes that a better one of the same group covers."""
    kept: list[int] = []
    overlaps = ious(rows[:, 2:6], rows[:, 2:6])
    for i in range(len(rows)):
        if all(rows[j, 0] != rows[i, 0] or overlaps[i, j] < most for j in kept):
            kept.append(i)
    return rows[kept]


def ious(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    both = (high - low).clip(0).prod(-1)
    whole = (a[:, 2:] - a[:, :2]).prod(-1)[:, None] + (b[:, 2:] - b[:, :2]).prod(-1)[None] - both
    return both / np.maximum(whole, 1e-6)


def matched(found: np.ndarray, truth: np.ndarray) -> list[tuple[int, int]]:
    """Pairs of a detection and an element of its group at IoU of 0.5 or more, the surest first, each once."""
    if not len(found) or not len(truth):
        return []
    overlaps = ious(found[:, 2:6], truth[:, 2:6]) * (found[:, 0][:, None] == truth[:, 0][None])
    pairs, taken = [], set()
    for i in range(len(found)):
        order = np.argsort(-overlaps[i])
        j = next((int(k) for k in order if overlaps[i, k] >= 0.5 and int(k) not in taken), -1)
        if j >= 0:
            taken.add(j)
            pairs.append((i, j))
    return pairs


class Score:
    def __init__(self):
        self.right, self.found, self.wanted = np.zeros(4), np.zeros(4), np.zeros(4)
        self.roles = self.states = self.elements = 0

    def add(self, found: np.ndarray, truth: np.ndarray) -> None:
        pairs = matched(found, truth)
        for i, j in pairs:
            self.right[int(truth[j, 0])] += 1
            if truth[j, 0] == roles.ELEMENT:
                self.elements += 1
                self.roles += found[i, 1] == truth[j, 1]
                self.states += int(found[i, 6]) & 3 == int(truth[j, 6]) & 3
        for g in range(4):
            self.found[g] += (found[:, 0] == g).sum()
            self.wanted[g] += (truth[:, 0] == g).sum()

    def figures(self) -> dict[str, float]:
        f1 = 2 * self.right / np.maximum(1, self.found + self.wanted)
        named = {f"f1_{name}": round(float(v), 4) for name, v in zip(roles.GROUPS, f1)}
        return named | {"role": round(self.roles / max(1, self.elements), 4), "state": round(self.states / max(1, self.elements), 4)}


def held_out(folder: Path, screens: int = 60) -> list[tuple[np.ndarray, np.ndarray]]:
    """Tiles of screens of what training never sees, drawn once from a fixed seed."""
    path = folder / "heldout-tiles.npz"
    if not path.exists():
        from scenes import Generator

        generator = Generator(folder, 424242, held_out=True)
        tiles = [next(iter(generator.tiles(i))) for i in range(screens)]
        np.savez_compressed(path, pixels=np.stack([p for p, _ in tiles]), counts=[len(t) for _, t in tiles], truth=np.concatenate([t for _, t in tiles]))
    kept = np.load(path)
    truths = np.split(kept["truth"], np.cumsum(kept["counts"])[:-1])
    return list(zip(kept["pixels"], truths))


def held_out_windows(folder: Path) -> list[tuple[np.ndarray, np.ndarray]]:
    """Windows of GTK and Qt in held-out themes, fonts and icons, as `windows` beside this file draws them."""
    kept = [np.load(path) for path in sorted((folder / "kept-held-out").glob("*.npz"))]
    return [(k["pixels"], k["truth"]) for k in kept]


@torch.no_grad()
def measured(network, folder: Path, windows: int = 30) -> dict[str, float]:
    """Figures of drawn screens, and, after "kit_", of windows of real toolkits."""
    network.eval()
    kits = held_out_windows(folder)
    chosen = kits[:: max(1, len(kits) // windows)]
    figures = scored(network, held_out(folder))
    if chosen:
        figures |= {f"kit_{name}": value for name, value in scored(network, chosen).items()}
    return figures


@torch.no_grad()
def scored(network, pictures) -> dict[str, float]:
    score = Score()
    for pixels, truth in pictures:
        with quick():
            answers = network(prepared(torch.from_numpy(pixels)[None]))[0]
        score.add(detections(answers[:, : -(-pixels.shape[0] // STRIDE), : -(-pixels.shape[1] // STRIDE)]), truth)
    return score.figures()
