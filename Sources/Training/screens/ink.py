"""Moves the boxes of detected icons to their ink, as `InkBox.swift` of target ScreenModel does."""

import numpy as np

#: How far around a box ink may lie; how much its colour differs from the ground, summed over colours; its side over the box's.
REACH, CONTRAST, LEAST = 4, 28, 0.55


def fitted(box: np.ndarray, pixels: np.ndarray) -> np.ndarray:
    """The box of the ink in and about a box (left, top, right, bottom), or the box itself where none is told apart."""
    left, top, right, bottom = (int(round(float(side))) for side in box)
    x0, y0 = max(0, left - REACH), max(0, top - REACH)
    area = pixels[y0 : bottom + REACH, x0 : right + REACH].astype(int)
    if min(area.shape[:2]) < 6:
        return box
    ink = np.abs(area - ground(area)).sum(-1) > CONTRAST
    inside = []
    for ys, xs in parts(ink):
        x, y = xs.mean() + x0, ys.mean() + y0
        is_in = left - 1 <= x < right + 1 and top - 1 <= y < bottom + 1
        if is_in and xs.min() > 0 and ys.min() > 0 and xs.max() < ink.shape[1] - 1 and ys.max() < ink.shape[0] - 1:
            inside.append((xs.min(), ys.min(), xs.max() + 1, ys.max() + 1))
    if not inside:
        return box
    found = np.array(inside, float)
    new = np.concatenate((found[:, :2].min(0), found[:, 2:].max(0))) + [x0, y0, x0, y0]
    is_part = (new[2:] - new[:2]).max() < LEAST * (box[2:] - box[:2]).max()
    return box if is_part else new


def ground(area: np.ndarray) -> np.ndarray:
    """The most common colour on the border; of those that are as common, the first."""
    border = np.concatenate((area[0], area[-1], area[:, 0], area[:, -1]))
    _, first, counts = np.unique(border, axis=0, return_index=True, return_counts=True)
    best = first[counts == counts.max()].min()
    return border[best]


def parts(ink: np.ndarray):
    """Rows and columns of pixels that hang together, also across corners."""
    left = {(int(y), int(x)) for y, x in np.argwhere(ink)}
    while left:
        front = [left.pop()]
        part = []
        while front:
            y, x = front.pop()
            part.append((y, x))
            near = {(y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)} & left
            left -= near
            front.extend(near)
        rows = np.array(part)
        yield rows[:, 0], rows[:, 1]
