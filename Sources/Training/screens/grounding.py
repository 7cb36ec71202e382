"""Which element a query means: the words of its meaning against the icons, with a probability, or a refusal."""

from dataclasses import dataclass

import numpy as np
import torch

import meanings
import roles
from measure import detections
from naming import cropped
from network import prepared


@dataclass
class Seen:
    """What the models see on a picture: detections (rows of `measure.detections`) and the meanings of its icons."""

    found: np.ndarray
    #: Rows of `found` that are icons, and their probabilities [icons, CLASSES].
    icons: np.ndarray
    shares: np.ndarray


@torch.no_grad()
def seen(detector, namer, pixels: np.ndarray, threshold: float = 0.3) -> Seen:
    """Looks at a picture [H, W, 3] as a whole; both networks are in evaluation mode."""
    picture = torch.from_numpy(np.ascontiguousarray(pixels))
    with torch.autocast("cpu", torch.bfloat16):
        answers = detector(prepared(picture[None]))[0, :, : -(-pixels.shape[0] // 4), : -(-pixels.shape[1] // 4)]
    found = detections(answers, threshold)
    icons = np.flatnonzero(found[:, 0] == roles.ICON)
    shares = np.zeros((0, meanings.CLASSES), np.float32)
    if namer is not None and len(icons):
        shares = namer(cropped(picture, torch.from_numpy(found[icons, 2:6]).float())).softmax(1).numpy()
    return Seen(found, icons, shares)


def classes(words: str) -> list[int]:
    """The meanings that words ask for: those whose list has exactly these words, else those whose name has all of them."""
    words = words.lower().strip()
    exact = [i + 1 for i, name in enumerate(meanings.NAMES) if words in (w.lower() for w in meanings.WORDS[name])]
    parts = words.split()
    return exact or [i + 1 for i, name in enumerate(meanings.NAMES) if all(part in name.split("-") for part in parts)]


def pointed(seen_: Seen, kinds: list[int], least: float = 0.35, lead: float = 1.5) -> tuple[int, float]:
    """The row of `found` that shows one of the meanings and its probability; -1 if none is sure enough or two are alike."""
    if not len(seen_.icons) or not kinds:
        return -1, 0.0
    shares = seen_.shares[:, kinds].sum(1) * seen_.found[seen_.icons, 7]
    order = np.argsort(-shares)
    best = float(shares[order[0]])
    if best < least or (len(order) > 1 and best < lead * float(shares[order[1]])):
        return -1, best
    return int(seen_.icons[order[0]]), best
