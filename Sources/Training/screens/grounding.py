"""Which icon a request means, or a refusal: what target ScreenModel does, in Python."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

import ink
import meanings
import roles
from measure import detections, suppressed
from named_data import Phrases
from naming import cropped
from network import prepared
from words import words

#: As in `IconChoice.swift`: the confidence of the best, at least; its share of all, at least; an icon that is less than so many times as
#: likely as the best is another one; and the logistic function of a score's logarithm.
SURE, SHARE, LEAD, SLOPE, OFFSET = 0.75, 0.5, 0.6, 1.4, 5.2
#: The confidence from which on a detection is an icon; elements and texts need more.
ICON_THRESHOLD = 0.2


@dataclass
class Seen:
    """What the models see on a picture: detections (rows of `measure.detections`), which of them are icons, and their vectors."""

    found: np.ndarray
    icons: np.ndarray
    vectors: torch.Tensor
    #: The logarithm of the sum of the exponentials of the scores of all that each icon may mean, of several phrases the best.
    total: torch.Tensor


class Namer:
    """The namer with the vectors of all that icons may mean."""

    def __init__(self, network, folder: Path):
        self.network, self.phrases = network, Phrases(folder)
        named = [words(text) for name in meanings.NAMES for text in meanings.WORDS[name]]
        rest = [[self.phrases.vocabulary[word - 1] for word in of[0] if word] for of in self.phrases.of[len(meanings.NAMES) :]]
        with torch.no_grad():
            self.concepts, self.scale = network.phrases(self.phrases.rows(named + rest)), network.scale.clamp(max=3.6).exp()
        counts = [len(meanings.WORDS[name]) for name in meanings.NAMES] + [1] * len(rest)
        #: Which meaning each row of `concepts` is a phrase of.
        self.owner = torch.repeat_interleave(torch.tensor(counts))

    def total(self, vectors: torch.Tensor) -> torch.Tensor:
        """For each icon [n, WIDTH] the logarithm of the sum over all meanings of the exponential of the best phrase's score."""
        scores = self.scale * vectors @ self.concepts.T
        best = torch.full((len(vectors), int(self.owner.max()) + 1), -torch.inf)
        return best.scatter_reduce(1, self.owner.expand(len(vectors), -1), scores, "amax").logsumexp(1)

    @torch.no_grad()
    def vector(self, text: str) -> torch.Tensor | None:
        parts = words(text)
        known = [part for part in parts if part in self.phrases.number]
        if not known or len(parts) > 2 * len(known):
            return None
        return self.network.phrases(self.phrases.rows([known]))[0]


@torch.no_grad()
def seen(detector, namer: Namer | None, pixels: np.ndarray, threshold: float = 0.3) -> Seen:
    """Looks at a picture [H, W, 3] as a whole; both networks are in evaluation mode."""
    picture = torch.from_numpy(np.ascontiguousarray(pixels))
    answers = detector(prepared(picture[None]))[0, :, : -(-pixels.shape[0] // 4), : -(-pixels.shape[1] // 4)]
    found = detections(answers, min(threshold, ICON_THRESHOLD))
    found = found[(found[:, 0] == roles.ICON) | (found[:, 7] > threshold)]
    for row in np.flatnonzero(found[:, 0] == roles.ICON):
        found[row, 2:6] = ink.fitted(found[row, 2:6], pixels)
    found = suppressed(found)
    icons = np.flatnonzero(found[:, 0] == roles.ICON)
    if namer is None or not len(icons):
        return Seen(found, icons, torch.zeros(len(icons), 1), torch.zeros(len(icons)))
    vectors = namer.network.icons(cropped(picture, torch.from_numpy(found[icons, 2:6])))
    return Seen(found, icons, vectors, namer.total(vectors))


def fits(look: Seen, namer: Namer, text: str) -> np.ndarray:
    """How probable the words are for each icon, among all that it may mean; empty where nothing of the text is known."""
    wanted = namer.vector(text)
    if wanted is None or not len(look.icons):
        return np.zeros(0)
    return (namer.scale * look.vectors @ wanted - look.total).exp().clamp(max=1).numpy()


def pointed(look: Seen, namer: Namer, text: str, least: float = SURE) -> int:
    """The row of `found` that is meant; -1 if none is sure enough or not more than all others together."""
    fit, detected = fits(look, namer, text), look.found[look.icons, 7]
    if not len(fit) or not fit.max():
        return -1
    weights = fit * np.minimum(1, 2 * detected)
    best, share = weights.argmax(), weights.max() / weights.sum()
    score = fit[best] ** 0.5 * share**2 * detected[best] ** 1.5
    if 1 / (1 + np.exp(-OFFSET) * score**-SLOPE) < least or share < SHARE or (weights >= LEAD * weights[best]).sum() > 1:
        return -1
    return int(look.icons[best])
