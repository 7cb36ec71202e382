"""The network that tells what icons mean: a picture of one icon and the words of a request become vectors of one space.

The box of an icon is widened to a square that is `MARGIN` times its longer side and resized to `SIDE` pixels (bilinear, without
antialiasing: the sample of pixel i is at left + (i + 0.5) * side / SIDE - 0.5), bytes over 127.5 minus 1, [N, 3, 32, 32]:

- `stem`: space to depth by 2 as in `network` (12 channels), then 3x3 to 48 channels at 16x16 and one residual block
- two stages of 96 and 160 channels at 8x8 and 4x4, each a 3x3 of stride 2 and residual blocks (1 and 2)
- the 4x4 cells in a row, a linear layer to `WIDTH`, divided by its length: the vector of the icon
- the vectors of a phrase's words added up, divided by the length of the sum: the vector of the phrase
- the score of a phrase for an icon: `exp(scale)` times the dot product of their vectors
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from network import Block, Convolution

SIDE, MARGIN, WIDTH = 32, 1.25, 128
FIRST, STAGES, BLOCKS = 48, (96, 160), (1, 2)


class IconNamer(nn.Module):
    def __init__(self, vocabulary: int):
        super().__init__()
        self.stem = nn.Sequential(Convolution(12, FIRST), Block(FIRST))
        stages, width = [], FIRST
        for wide, count in zip(STAGES, BLOCKS):
            stages += [Convolution(width, wide, stride=2), *(Block(wide) for _ in range(count))]
            width = wide
        self.stages = nn.Sequential(*stages)
        self.embed = nn.Linear(width * 16, WIDTH)
        #: Row 0 is that of no word.
        self.words = nn.Embedding(vocabulary + 1, WIDTH, padding_idx=0)
        nn.init.normal_(self.words.weight[1:], std=WIDTH**-0.5)
        self.scale = nn.Parameter(torch.tensor(2.7))
        self.drop = nn.Dropout(0.15)

    def icons(self, x: Tensor) -> Tensor:
        """Pictures [N, 3, 32, 32] to vectors [N, WIDTH]."""
        return self.embedded(self.features(x))

    def features(self, x: Tensor) -> Tensor:
        """Pictures [N, 3, 32, 32] to what the last layer is given [N, 16 * STAGES[-1]]."""
        return self.stages(self.stem(F.pixel_unshuffle(x, 2))).flatten(1)

    def embedded(self, features: Tensor) -> Tensor:
        """The last layer, with vectors of length 1."""
        return F.normalize(self.embed(self.drop(features)).float(), dim=-1)

    def phrases(self, words: Tensor) -> Tensor:
        """Words of phrases [N, most], 0 for none, to vectors [N, WIDTH]."""
        return F.normalize(self.words(words).sum(1), dim=-1)

    def forward(self, x: Tensor, words: Tensor) -> Tensor:
        """Scores [pictures, phrases]."""
        return self.scale.clamp(max=3.6).exp() * self.icons(x) @ self.phrases(words).T


def squares(pixels: Tensor, boxes: Tensor) -> Tensor:
    """Squares about boxes [n, 4] (left, top, right, bottom), each of a picture of its own [n, 3, H, W], as the network wants them."""
    high, wide = pixels.shape[2:]
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2
    side = (boxes[:, 2:] - boxes[:, :2]).amax(1) * MARGIN
    steps = (torch.arange(SIDE) + 0.5) / SIDE - 0.5
    # Pixels whose centres are at whole numbers plus a half, in -1...1 over the picture.
    px = (centre[:, :1] + side[:, None] * steps) / wide * 2 - 1
    py = (centre[:, 1:] + side[:, None] * steps) / high * 2 - 1
    grid = torch.stack((px[:, None].expand(-1, SIDE, -1), py[:, :, None].expand(-1, -1, SIDE)), -1)
    return F.grid_sample(pixels, grid, "bilinear", "border", align_corners=False)


def cropped(pixels: Tensor, boxes: Tensor) -> Tensor:
    """Squares about boxes [n, 4] of one picture [H, W, 3] of bytes."""
    x = pixels.permute(2, 0, 1)[None].float() / 127.5 - 1
    return squares(x.expand(len(boxes), -1, -1, -1), boxes.float())
