"""What the detector should answer, and how wrong an answer is.

Heats as in CenterNet (Zhou et al. 2019): a Gaussian as wide and high as the element allows, the focal loss of its equation
1; distances as in FCOS (Tian et al. 2019) from the cells around the centre; the loss of a box is that of GIoU (Rezatofighi
et al. 2019) and the difference of the logarithms of its distances.
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

import roles
from network import BOXES, CONTAINER, HEATS, ROLE, STATE, STRIDE


def heat_map(truth: np.ndarray, width: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """Of a tile in cells: heats [4, height, width] as bytes, and cells that answer for an element [n, 4]: group, y, x, row."""
    heats = np.zeros((4, height, width), np.float32)
    owner = np.full((4, height, width), -1, np.int32)
    sizes = (truth[:, 4] - truth[:, 2]) * (truth[:, 5] - truth[:, 3])
    for i in np.argsort(-sizes):
        group = int(truth[i, 0])
        left, top, right, bottom = truth[i, 2:6] / STRIDE
        cx, cy = (left + right) / 2 - 0.5, (top + bottom) / 2 - 0.5
        sx, sy = max(0.45, (right - left) / 10), max(0.45, (bottom - top) / 10)
        x0, x1 = max(0, int(cx - 3 * sx)), min(width, int(cx + 3 * sx) + 2)
        y0, y1 = max(0, int(cy - 3 * sy)), min(height, int(cy + 3 * sy) + 2)
        gx = np.exp(-0.5 * ((np.arange(x0, x1) - cx) / sx) ** 2)
        gy = np.exp(-0.5 * ((np.arange(y0, y1) - cy) / sy) ** 2)
        part = heats[group, y0:y1, x0:x1]
        np.maximum(part, gy[:, None] * gx[None], out=part)
        mx, my = min(width - 1, max(0, round(float(cx)))), min(height - 1, max(0, round(float(cy))))
        rx, ry = int(min(2, (right - left) / 6)), int(min(2, (bottom - top) / 6))
        owner[group, max(0, my - ry) : my + ry + 1, max(0, mx - rx) : mx + rx + 1] = i
        heats[group, my, mx] = 1
    group, y, x = np.nonzero(owner >= 0)
    return (heats * 255).astype(np.uint8), np.stack((group, y, x, owner[group, y, x]), 1).astype(np.int32)


def losses(answers: Tensor, heats: Tensor, cells: Tensor, rows: Tensor) -> dict[str, Tensor]:
    """Answers [N, OUTPUTS, h, w], heats as bytes [N, 4, h, w], cells [m, 4]: picture, group, y, x; truth of each [m, 9]."""
    answers = answers.float()
    wanted = heats.float() / 255
    logits = answers[:, HEATS]
    is_centre = heats == 255
    share = logits.sigmoid()
    hit = -(F.logsigmoid(logits) * (1 - share).square())[is_centre].sum()
    miss = -(F.logsigmoid(-logits) * share.square() * (1 - wanted).pow(4))[~is_centre].sum()
    count = max(1, int(is_centre.sum()))
    picture, group, y, x = cells.unbind(1)
    # [m, OUTPUTS]
    here = answers[picture, :, y, x]
    boxes = here[:, BOXES].reshape(-1, 4, 4)[torch.arange(len(here)), group].clamp(-4, 6.5)
    centre = torch.stack((x, y), 1).float() * STRIDE + STRIDE / 2
    side = torch.cat((centre - rows[:, 2:4], rows[:, 4:6] - centre), 1)
    side_in_cells = side.clamp(min=0.8) / STRIDE
    box = (1 - overlap(boxes.exp(), side_in_cells)).mean() + 0.4 * (boxes - side_in_cells.log()).abs().mean()
    is_element, is_container = group == roles.ELEMENT, group == roles.CONTAINER
    role = balanced(here[is_element, ROLE], rows[is_element, 1].long())
    container = balanced(here[is_container, CONTAINER], rows[is_container, 1].long())
    bits = rows[is_element, 6].long()[:, None] >> torch.arange(len(roles.STATES))[None] & 1
    state = mean(F.binary_cross_entropy_with_logits(here[is_element, STATE], bits.float(), reduction="none"))
    return {"heat": (hit + miss) / count, "box": box, "role": role, "container": container, "state": state}


def balanced(scores: Tensor, kinds: Tensor) -> Tensor:
    """The cross-entropy of scores [n, k] in which a kind counts by the root of how often it is there: rare ones are learned, too."""
    weight = torch.bincount(kinds, minlength=scores.shape[1])[kinds] ** -0.5
    return (F.cross_entropy(scores, kinds, reduction="none") * weight).sum() / weight.sum().clamp(min=1e-6)


def mean(x: Tensor) -> Tensor:
    return x.mean() if x.numel() else x.sum()


def overlap(a: Tensor, b: Tensor) -> Tensor:
    """GIoU of boxes about one point, each [m, 4]: the distances to left, top, right, bottom."""
    area_a, area_b = (a[:, :2] + a[:, 2:]).prod(1), (b[:, :2] + b[:, 2:]).prod(1)
    least, most = torch.minimum(a, b), torch.maximum(a, b)
    both = (least[:, :2] + least[:, 2:]).prod(1)
    hull = (most[:, :2] + most[:, 2:]).prod(1)
    union = area_a + area_b - both
    return both / union - (hull - union) / hull


#: How much each loss counts.
WEIGHTS = {"heat": 1.0, "box": 1.5, "role": 0.7, "container": 0.2, "state": 0.5}
