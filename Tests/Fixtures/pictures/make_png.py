"""Writes png.json: a small PNG file of each kind, made by hand, and the colours that a model's image reader gives it.

Run: python3 make_png.py          with the packages of ../model/requirements.txt
"""
import base64
import io
import json
import pathlib
import struct
import sys
import types
import zlib

for missing in ("torchvision._meta_registrations", "torchvision._autograd_registrations"):
    sys.modules[missing] = types.ModuleType(missing)

import PIL.Image  # noqa: E402
from transformers.image_transforms import convert_to_rgb  # noqa: E402

WIDTH, HEIGHT = 13, 9
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
NAMES = {0: "grey", 2: "colour", 3: "palette", 4: "grey and alpha", 6: "colour and alpha"}


def sample(x, y, channel, depth):
    return (x * 37 + y * 101 + channel * 59 + x * y * 7) * (257 if depth == 16 else 1) % (1 << depth)


def palette(depth):
    return [(i * 83 % 256, i * 31 % 256, 255 - i * 17 % 256) for i in range(1 << depth)]


def packed(samples, depth):
    if depth == 16:
        return b"".join(struct.pack(">H", s) for s in samples)
    bits = "".join(format(s, f"0{depth}b") for s in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(kind, depth, interlaced, transparent):
    rows = b""
    for x0, y0, dx, dy in PASSES if interlaced else [(0, 0, 1, 1)]:
        xs = range(x0, WIDTH, dx)
        for y in range(y0, HEIGHT, dy) if xs else []:
            rows += b"\0" + packed([sample(x, y, c, depth) for x in xs for c in range(CHANNELS[kind])], depth)
    file = b"\x89PNG\r\n\x1a\n"
    file += chunk(b"IHDR", struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, kind, 0, 0, int(interlaced)))
    if kind == 3:
        file += chunk(b"PLTE", b"".join(bytes(c) for c in palette(depth)))
    if transparent:
        file += chunk(b"tRNS", transparency(kind, depth))
    return file + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def transparency(kind, depth):
    if kind == 3:
        return bytes(255 - i * 40 % 256 for i in range(min(6, 1 << depth)))
    return b"".join(struct.pack(">H", sample(2, 3, c, depth)) for c in range(CHANNELS[kind]))


def colours(file):
    """What the reference reads."""
    return convert_to_rgb(PIL.Image.open(io.BytesIO(file)), return_numpy=True).tobytes()


def wide_grey(transparent):
    """The colours of 16-bit grey by the specification; the reference cuts it at 255, so that almost all is white."""
    grey = [sample(x, y, 0, 16) for y in range(HEIGHT) for x in range(WIDTH)]
    clear = sample(2, 3, 0, 16) if transparent else None
    return b"".join(bytes([255 if value == clear else value >> 8] * 3) for value in grey)


def meant(kind, depth):
    """The colours by the specification, for kinds without transparency and at most eight bits a sample."""
    rgb = []
    for y in range(HEIGHT):
        for x in range(WIDTH):
            values = [sample(x, y, c, depth) for c in range(CHANNELS[kind])]
            eight = palette(depth)[values[0]] if kind == 3 else [v * 255 // ((1 << depth) - 1) for v in values]
            rgb += list(eight) if len(eight) == 3 else eight * 3
    return bytes(rgb)


def main():
    kinds = [(0, d, False) for d in (1, 2, 4, 8, 16)] + [(2, 8, False), (2, 16, False)]
    kinds += [(3, d, False) for d in (1, 2, 4, 8)] + [(4, 8, False), (4, 16, False), (6, 8, False), (6, 16, False)]
    kinds += [(0, d, True) for d in (1, 2, 4, 8, 16)] + [(2, 8, True), (2, 16, True), (3, 1, True), (3, 4, True), (3, 8, True)]
    pictures = []
    for kind, depth, transparent in kinds:
        for interlaced in (False, True):
            name = f"{NAMES[kind]}, {depth} bits" + ", one colour clear" * transparent + ", interlaced" * interlaced
            file = png(kind, depth, interlaced, transparent)
            rgb = wide_grey(transparent) if (kind, depth) == (0, 16) else colours(file)
            if kind in (0, 2, 3) and depth <= 8 and not transparent:
                assert rgb == meant(kind, depth), name
            pictures.append({"name": name, "png": base64.b64encode(file).decode(), "rgb": rgb.hex()})
    text = json.dumps({"width": WIDTH, "height": HEIGHT, "pictures": pictures}, indent=0)
    pathlib.Path(__file__).with_name("png.json").write_text(text + "\n")


main()
