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
from safetensors.torch import save_file

from training import prepare_paths

PHRASES = ("Save", "Open…", "the Zoom In button", "findAndReplace", "×", "Rotate Counter-clockwise", "Sorting", "Colours", "+1")


@torch.no_grad()
def main(folder: Path, weights: Path, picture: Path, out: Path) -> None:
    from imported import exported
    from named_data import Phrases
    from naming import cropped
    from network import STRIDE, prepared
    from words import words

    pixels = torch.from_numpy(np.array(Image.open(picture).convert("RGB")))
    height, width = pixels.shape[:2]
    phrases = Phrases(folder)
    detector, namer = exported(weights, phrases.vocabulary)
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
