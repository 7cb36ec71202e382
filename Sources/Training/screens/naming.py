"""The network that names icons: a picture of one icon to one of `meanings.NAMES`, or 0 for any other.

The box of an icon is widened to a square that is `MARGIN` times its longer side and resized to `SIDE` pixels (bilinear, without
antialiasing: the sample of pixel i is at left + (i + 0.5) * side / SIDE - 0.5), bytes over 127.5 minus 1, [N, 3, 32, 32]:

- `stem`: 3x3 to 32 channels at 32x32, then three stages of 48, 96, 160 channels at 16x16, 8x8, 4x4, each a 3x3 of stride 2
  and residual blocks as in `network` (1, 1 and 2)
- the mean over the last 4x4 cells, a linear layer to `WIDTH`, which is the embedding of the icon, divided by its length
- scores: 14 times the dot products with the embeddings of the meanings, plus a bias each (softmax)
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from meanings import CLASSES
from network import Block, Convolution

SIDE, MARGIN, WIDTH = 32, 1.25, 128
STAGES, BLOCKS = (48, 96, 160), (1, 1, 2)


class IconNamer(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = Convolution(3, 32)
        stages, width = [], 32
        for wide, count in zip(STAGES, BLOCKS):
            stages += [Convolution(width, wide, stride=2), *(Block(wide) for _ in range(count))]
            width = wide
        self.stages = nn.Sequential(*stages)
        self.embed = nn.Linear(width, WIDTH)
        self.meanings = nn.Parameter(torch.randn(CLASSES, WIDTH) / WIDTH**0.5)
        self.bias = nn.Parameter(torch.zeros(CLASSES))

    def forward(self, x: Tensor) -> Tensor:
        """Pictures [N, 3, 32, 32] to scores [N, CLASSES]."""
        x = self.stages(self.stem(x)).mean((2, 3))
        x = F.normalize(self.embed(x).float(), dim=-1)
        return 14 * x @ F.normalize(self.meanings, dim=-1).T + self.bias


def cropped(pixels: Tensor, boxes: Tensor) -> Tensor:
    """Squares about boxes [n, 4] (left, top, right, bottom) of one picture [H, W, 3], as the network wants them."""
    high, wide = pixels.shape[:2]
    x = pixels.permute(2, 0, 1)[None].float() / 127.5 - 1
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2
    side = (boxes[:, 2:] - boxes[:, :2]).amax(1) * MARGIN
    steps = (torch.arange(SIDE) + 0.5) / SIDE - 0.5
    # Pixels whose centres are at whole numbers plus a half, in -1...1 over the picture.
    px = (centre[:, :1] + side[:, None] * steps) / wide * 2 - 1
    py = (centre[:, 1:] + side[:, None] * steps) / high * 2 - 1
    grid = torch.stack((px[:, None].expand(-1, SIDE, -1), py[:, :, None].expand(-1, -1, SIDE)), -1)
    return F.grid_sample(x.expand(len(boxes), -1, -1, -1), grid, "bilinear", "border", align_corners=False)
