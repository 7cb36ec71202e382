"""Requests for icons of drawn screens, and how they are answered."""

import random

import numpy as np

import meanings
import roles
from grounding import pointed
from measure import ious


class Requests:
    """Icons that are asked for by the words for their meaning, and words for what is not on the screen."""

    #: Confidences from which on an icon is taken.
    LEVELS = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)

    def __init__(self):
        self.random = random.Random(3)
        verdicts = ("right", "wrong", "refused", "absent refused", "absent answered")
        self.counts = {level: dict.fromkeys(verdicts, 0) for level in self.LEVELS}

    def add(self, look, namer, truth: np.ndarray) -> None:
        icons = truth[truth[:, 0] == roles.ICON]
        kinds = icons[:, 7].astype(int)
        for kind in {int(k) for k in kinds if k}:
            target = icons[kinds == kind, 2:6]
            if len(target) == 1:
                self.ask(look, namer, self.random.choice(meanings.WORDS[meanings.NAMES[kind - 1]]), target)
        for name in self.random.sample(meanings.NAMES, 8):
            said = meanings.WORDS[name][0]
            if not any(k and said in meanings.WORDS[meanings.NAMES[k - 1]] for k in kinds):
                self.ask(look, namer, said, None)

    def ask(self, look, namer, text: str, target: np.ndarray | None) -> None:
        for level, counts in self.counts.items():
            row = pointed(look, namer, text, level)
            if target is None:
                counts["absent refused" if row < 0 else "absent answered"] += 1
            else:
                counts["refused" if row < 0 else "right" if ious(look.found[row : row + 1, 2:6], target)[0, 0] > 0.3 else "wrong"] += 1

    def lines(self):
        for level, counts in self.counts.items():
            yield f"icons asked for, at a confidence of {level} or more: {counts}"
