"""Writes sizes.json, pixels.json, alpha.png, alpha.json and samples.json: what transformers and torchvision make of pictures.

    python make.py        (versions in ../requirements.txt)

sizes.json: [seed, count, digest]; the sizes come from the numbers of `seed` (../reference/seeded.py), four for each:
height, width, least and largest number of pixels, as `size_of` makes them. The digest is over the results as int32
pairs of height and width, (0, 0) where the reference refuses.

pixels.json: a list of [seed, height, width, new height, new width, digest]; the picture is seeded.picture(seed, …), the
digest is over the resized bytes, row by row, red, green, blue.

samples.json: [seed, count, digest]; the clips come from the numbers of `seed`, three for each: how many frames, frames a
second, and frames a second that are wanted, as `sample_of` makes them. The digest is over, for each, the number of
frames that are taken and their indices, as int32.

alpha.png: every sample (column) at every opacity (row). alpha.json: the digest of what is seen of it, in the same order.
"""
import json
import sys
import types
from pathlib import Path

for missing in ("torchvision._meta_registrations", "torchvision._autograd_registrations"):
    sys.modules[missing] = types.ModuleType(missing)  # they refuse a torch without GPU support

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "reference"))

import numpy  # noqa: E402
import PIL.Image  # noqa: E402
import torch  # noqa: E402
from torchvision.transforms.v2 import functional  # noqa: E402
from transformers.image_transforms import convert_to_rgb  # noqa: E402
from transformers.models.qwen2_vl.image_processing_qwen2_vl import smart_resize  # noqa: E402
from transformers.models.qwen2_vl.video_processing_qwen2_vl import Qwen2VLVideoProcessor  # noqa: E402
from transformers.video_utils import VideoMetadata  # noqa: E402

from seeded import digest, numbers, picture  # noqa: E402

SIZES = 10_000
SAMPLES = 3000
PICTURES = 300


def size_of(four):
    """Height, width and limits from four numbers; a third of the sides and half of the limits are small."""
    height, width, least, most = (int(n) for n in four)
    side = [64, 3000, 3000]
    height, width = 1 + (height >> 8) % side[height % 3], 1 + (width >> 8) % side[width % 3]
    least = [3136, 1 + (least >> 8) % 100_000][least % 2]
    most = least + [12845056, (most >> 8) % 1_500_000][most % 2]
    return height, width, least, most


def resized(height, width, least, most):
    if height * width == 1:
        return 0, 0  # refused here, since nothing can be seen in one pixel
    try:
        return smart_resize(height, width, factor=28, min_pixels=least, max_pixels=most)
    except ValueError:
        return 0, 0


def sizes(seed):
    fours = numbers(seed, 4 * SIZES).reshape(SIZES, 4)
    return [seed, SIZES, digest(numpy.array([resized(*size_of(four)) for four in fours], dtype=numpy.int32))]


def pixels(seed):
    n = [int(x) for x in numbers(seed, 5)]
    height, width = 1 + n[0] % 300, 1 + n[1] % 300
    if n[4] % 4 == 0:  # the sizes that the model would see
        if max(height, width) > 200 * min(height, width):
            height = width
        new = smart_resize(height, width, factor=28, min_pixels=3136, max_pixels=60_000)
    else:
        new = 1 + n[2] % 300, 1 + n[3] % 300
    image = torch.from_numpy(picture(seed, height, width)).permute(2, 0, 1)
    out = functional.resize(image, list(new), interpolation=functional.InterpolationMode.BICUBIC, antialias=True)
    return [seed, height, width, *(int(side) for side in new), digest(out.permute(1, 2, 0).contiguous().numpy())]


def alpha():
    sample, opacity = numpy.meshgrid(numpy.arange(256, dtype=numpy.uint8), numpy.arange(256, dtype=numpy.uint8))
    picture = PIL.Image.fromarray(numpy.stack([sample, 255 - sample, sample, opacity], axis=-1), "RGBA")
    picture.save(HERE / "alpha.png", optimize=True)
    return [digest(convert_to_rgb(picture, return_numpy=True))]


def sample_of(three):
    """Frames, frames a second, wanted frames a second."""
    total, own, wanted = (int(n) for n in three)
    return 2 + (total >> 8) % [30, 3000][total % 2], [24, 25, 30, 12.5, 60, 1, 10][own % 7], [1, 2, 0.5, 4, 3, 24][wanted % 6]


def samples(seed):
    results = []
    processor = Qwen2VLVideoProcessor()
    for three in numbers(seed, 3 * SAMPLES).reshape(SAMPLES, 3):
        total, own, wanted = sample_of(three)
        taken = processor.sample_frames(VideoMetadata(total_num_frames=total, fps=own), fps=wanted)
        results += [len(taken), *taken.tolist()]
    return [seed, SAMPLES, digest(numpy.array(results, dtype=numpy.int32))]


def main():
    torch.set_num_threads(1)
    (HERE / "sizes.json").write_text(json.dumps(sizes(7)) + "\n")
    (HERE / "samples.json").write_text(json.dumps(samples(11)) + "\n")
    (HERE / "alpha.json").write_text(json.dumps(alpha()) + "\n")
    rows = [pixels(seed) for seed in range(1000, 1000 + PICTURES)]
    (HERE / "pixels.json").write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")


if __name__ == "__main__":
    main()
