"""The detector: convolutions over the whole screen, one answer for every four pixels.

A picture [N, 3, H, W], bytes of red, green and blue over 127.5 minus 1, H and W multiples of 32 (padded with zeros), becomes

- `stem`: space to depth by 2 (12 channels; channel c * 4 + dy * 2 + dx as `pixel_unshuffle` orders them), then 3x3 stride 2: 1/4
- `down8`, `down16`, `down32`: 3x3 stride 2 and residual blocks at 1/8, 1/16, 1/32; at 1/32 three more blocks of 1x9 and 9x1,
  which see the ends of rows that are as wide as the screen
- `up16`, `up8`: nearest neighbour enlargement by 2 of the coarser map, a 1x1 convolution of both, added, a 3x3 convolution
- `head`: 3x3 at 1/8, then 1x1 to `OUTPUTS` * 4 channels, which are the answers of the 2x2 cells of 1/4 inside
  (`pixel_shuffle`: output o of the cell (dy, dx) is channel o * 4 + dy * 2 + dx).

Each convolution is followed by a batch norm (folded into it at run time) and a ReLU, except the last. A residual block is
x + conv(conv(x)) with the ReLU after the sum. All convolutions are padded with zeros to keep the size (3x3 by 1, 9 by 4).

The answers of a cell whose centre is (4 x + 2, 4 y + 2), in this order:
- 4 heats, one a group of `roles.GROUPS`: logits that an element of the group has its centre here
- 4 x 4 distances, left, top, right, bottom for each group: exp of them, times 4 pixels, from the cell's centre to the box
- scores of `roles.ROLES` for group "element", then of `roles.CONTAINERS` for group "container" (softmax within each)
- logits of `roles.STATES` for group "element".
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from roles import CONTAINERS, GROUPS, ROLES, STATES

STRIDE = 4
HEATS = slice(0, len(GROUPS))
BOXES = slice(HEATS.stop, HEATS.stop + 4 * len(GROUPS))
ROLE = slice(BOXES.stop, BOXES.stop + len(ROLES))
CONTAINER = slice(ROLE.stop, ROLE.stop + len(CONTAINERS))
STATE = slice(CONTAINER.stop, CONTAINER.stop + len(STATES))
OUTPUTS = STATE.stop

WIDTHS = (48, 64, 128, 192)
BLOCKS, LONG_BLOCKS = (2, 3, 1), 3


class Convolution(nn.Module):
    def __init__(self, inputs: int, outputs: int, side: int | tuple[int, int] = 3, stride: int = 1, is_last: bool = True):
        super().__init__()
        height, width = side if isinstance(side, tuple) else (side, side)
        self.conv = nn.Conv2d(inputs, outputs, (height, width), stride, (height // 2, width // 2), bias=False)
        self.norm = nn.BatchNorm2d(outputs, momentum=0.02)
        self.is_last = is_last

    def forward(self, x: Tensor) -> Tensor:
        x = self.norm(self.conv(x))
        return F.relu(x, inplace=True) if self.is_last else x


class Block(nn.Module):
    def __init__(self, width: int, first: tuple[int, int] = (3, 3), second: tuple[int, int] = (3, 3)):
        super().__init__()
        self.first, self.second = Convolution(width, width, first), Convolution(width, width, second, is_last=False)
        nn.init.zeros_(self.second.norm.weight)

    def forward(self, x: Tensor) -> Tensor:
        return F.relu(x + self.second(self.first(x)), inplace=True)


class Detector(nn.Module):
    def __init__(self):
        super().__init__()
        a, b, c, d = WIDTHS
        self.stem = Convolution(12, a, stride=2)
        self.down8 = nn.Sequential(Convolution(a, b, stride=2), *(Block(b) for _ in range(BLOCKS[0])))
        self.down16 = nn.Sequential(Convolution(b, c, stride=2), *(Block(c) for _ in range(BLOCKS[1])))
        long = (Block(d, (1, 9), (9, 1)) for _ in range(LONG_BLOCKS))
        self.down32 = nn.Sequential(Convolution(c, d, stride=2), *(Block(d) for _ in range(BLOCKS[2])), *long)
        self.coarse16, self.side16, self.up16 = Convolution(d, c, 1), Convolution(c, c, 1), Convolution(c, c)
        self.coarse8, self.side8, self.up8 = Convolution(c, 96, 1), Convolution(b, 96, 1), Convolution(96, 96)
        self.head = Convolution(96, 96)
        self.last = nn.Conv2d(96, OUTPUTS * 4, 1)
        with torch.no_grad():
            self.last.weight.mul_(0.3)
            bias = torch.zeros(OUTPUTS, 4)
            bias[HEATS] = -5.0
            bias[BOXES] = 1.2
            self.last.bias.copy_(bias.flatten())

    def forward(self, x: Tensor) -> Tensor:
        """Pictures [N, 3, H, W] to answers [N, OUTPUTS, H / 4, W / 4]."""
        x8 = self.down8(self.stem(F.pixel_unshuffle(x, 2)))
        x16 = self.down16(x8)
        x32 = self.down32(x16)
        x16 = self.up16(self.side16(x16) + enlarged(self.coarse16(x32)))
        x8 = self.up8(self.side8(x8) + enlarged(self.coarse8(x16)))
        return F.pixel_shuffle(self.last(self.head(x8)), 2)


def enlarged(x: Tensor) -> Tensor:
    return F.interpolate(x, scale_factor=2, mode="nearest")


def prepared(pixels: Tensor) -> Tensor:
    """Bytes [N, H, W, 3] as the network wants them, padded to multiples of 32."""
    x = pixels.permute(0, 3, 1, 2).float() / 127.5 - 1
    return F.pad(x, (0, -x.shape[3] % 32, 0, -x.shape[2] % 32)).contiguous(memory_format=torch.channels_last)
