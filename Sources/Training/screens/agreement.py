"""Writes what PyTorch answers with the exported weights, for the tests of target ScreenModel.

usage: PYTHON agreement.py FOLDER WEIGHTS PICTURE OUT      WEIGHTS is what `export.py` wrote, PICTURE a PNG of 8 bits a colour

OUT (safetensors) has: detector [OUTPUTS, rows, columns]; boxes [n, 4], squares of the picture, with their vectors
[n, WIDTH]; phrases.text, a line each, with their vectors [phrases, WIDTH].
"""

import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import load_file, save_file
from torch import nn

from training import prepare_paths

PHRASES = ("Save", "Open…", "the Zoom In button", "findAndReplace")


def loaded(network: nn.Module, path: Path) -> nn.Module:
    """The network with the exported weights: its norms are folded already."""
    from named_data import MOST
    from network import Convolution

    kept = {name: value.float() if value.is_floating_point() else value for name, value in load_file(path).items()}
    for name, module in network.named_modules():
        is_last = isinstance(module, nn.Conv2d) and not name.endswith(".conv")
        if isinstance(module, Convolution) or is_last:
            conv = module if is_last else module.conv
            conv.weight = nn.Parameter(kept[f"{name}.weight"].permute(0, 3, 1, 2))
            conv.bias = nn.Parameter(kept[f"{name}.bias"])
            if not is_last:
                module.norm = nn.Identity()
    if "embed.weight" in kept:
        network.embed.weight = nn.Parameter(kept["embed.weight"].permute(0, 3, 1, 2).flatten(1))
        network.embed.bias = nn.Parameter(kept["embed.bias"])
        nothing = kept["words.start"][None] / MOST
        network.words.weight = nn.Parameter(torch.cat((nothing, kept["words.weight"] + nothing)))
    return network.eval()


@torch.no_grad()
def main(folder: Path, weights: Path, picture: Path, out: Path) -> None:
    from named_data import Phrases
    from naming import IconNamer, cropped
    from network import STRIDE, Detector, prepared
    from words import words

    pixels = torch.from_numpy(np.array(Image.open(picture).convert("RGB")))
    height, width = pixels.shape[:2]
    phrases = Phrases(folder)
    detector, namer = loaded(Detector(), weights / "detector.safetensors"), loaded(IconNamer(len(phrases.vocabulary)), weights / "icons.safetensors")
    boxes = torch.tensor([[1.0, 1.0, 21.0, 21.0], [30.25, 10.5, 46.0, 29.75], [width - 12.0, height - 20.0, width + 4.0, height]])
    save_file(
        {
            "detector": detector(prepared(pixels[None]))[0, :, : -(-height // STRIDE), : -(-width // STRIDE)].contiguous(),
            "boxes": boxes, "icons": namer.icons(cropped(pixels, boxes)),
            "phrases": namer.phrases(phrases.rows([words(text) for text in PHRASES])),
            "phrases.text": torch.frombuffer(bytearray("\n".join(PHRASES), "utf-8"), dtype=torch.uint8),
        }, out)


if __name__ == "__main__":
    chosen = Path(sys.argv[1]).resolve()
    prepare_paths(chosen)
    main(chosen, Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4]))
