"""The network that reads one line: convolutions over the picture, attention along it, one distribution a column.

A line of height 32 becomes W/4 columns. The blocks are those of the vision encoder of Qwen2.5-VL in one dimension: root mean
square norms, rotary attention, gated feed-forward layers. The answer is read with CTC (Graves et al. 2006).
"""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from alphabet import CLASSES

WIDTH, HEADS, INNER, BLOCKS = 160, 4, 432, 5
#: Pixels of the line, at height 32, to a column of the answer.
STRIDE = 4


def prepared(lines: Tensor) -> Tensor:
    """Bytes of luminance [N, 32, W] of one width, so that ground and contrast do not matter: [N, 1, 32, W]."""
    x = lines.float() / 255
    mean = x.mean((1, 2), keepdim=True)
    deviation = (x - mean).square().mean((1, 2), keepdim=True).sqrt()
    return ((x - mean) / (deviation + 0.02))[:, None]


class Norm(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        y = x.float()
        return (y * torch.rsqrt(y.square().mean(-1, keepdim=True) + 1e-6)).to(x.dtype) * self.weight


def rotary(length: int, width: int) -> tuple[Tensor, Tensor]:
    angle = torch.arange(length)[:, None] * (10000.0 ** (-torch.arange(0, width, 2) / width))
    return angle.cos(), angle.sin()


def rotated(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Halves turned against each other, as in GPT-NeoX and Qwen: x is [N, heads, length, width]."""
    first, second = x.chunk(2, -1)
    return torch.cat((first * cosine - second * sine, second * cosine + first * sine), -1)


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = Norm(WIDTH), Norm(WIDTH)
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.proj = nn.Linear(WIDTH, WIDTH)
        self.gate_up = nn.Linear(WIDTH, 2 * INNER)
        self.down = nn.Linear(INNER, WIDTH)

    def forward(self, x: Tensor, turn: tuple[Tensor, Tensor], mask: Tensor | None) -> Tensor:
        count, length, _ = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(count, length, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        q, k = rotated(q, *turn), rotated(k, *turn)
        seen = F.scaled_dot_product_attention(q.to(v.dtype), k.to(v.dtype), v, attn_mask=mask)
        x = x + self.proj(seen.transpose(1, 2).reshape(count, length, WIDTH))
        gate, up = self.gate_up(self.norm2(x)).chunk(2, -1)
        return x + self.down(F.silu(gate) * up)


class LineReader(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 24, 3, stride=2, padding=1)
        self.conv2 = nn.Conv2d(24, 64, 3, stride=2, padding=1)
        self.conv3 = nn.Conv2d(64, 64, 3, padding=1)
        self.conv4 = nn.Conv2d(64, 96, 3, stride=(2, 1), padding=1)
        self.collapse = nn.Linear(4 * 96, WIDTH)
        self.blocks = nn.ModuleList(Block() for _ in range(BLOCKS))
        self.norm = Norm(WIDTH)
        self.head = nn.Linear(WIDTH, CLASSES)

    def forward(self, x: Tensor, columns: Tensor | None = None) -> Tensor:
        """Lines [N, 1, 32, W], W a multiple of 4, to scores [N, W/4, CLASSES]; `columns` are those that are not padding."""
        x = F.silu(self.conv1(x))
        x = F.silu(self.conv2(x))
        x = x + F.silu(self.conv3(x))
        x = F.silu(self.conv4(x))
        x = self.collapse(x.permute(0, 3, 1, 2).flatten(2))
        length = x.shape[1]
        turn = rotary(length, WIDTH // HEADS)
        mask = None
        if columns is not None:
            mask = (torch.arange(length)[None] < columns[:, None])[:, None, None]
        for block in self.blocks:
            x = block(x, turn, mask)
        return self.head(self.norm(x))
