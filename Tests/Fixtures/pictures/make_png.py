"""Writes png.json: a small PNG file of each kind, made by hand, and the colours it must decode to.

Run: python3 make_png.py
"""
import base64
import json
import pathlib
import struct
import zlib

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


def colour(x, y, kind, depth, transparent):
    values = [sample(x, y, c, depth) for c in range(CHANNELS[kind])]
    alpha = 255
    if kind == 3:
        if transparent and values[0] < min(6, 1 << depth):
            alpha = transparency(kind, depth)[values[0]]
        rgb = palette(depth)[values[0]]
    else:
        eight = [(v * 255 * 2 + (1 << depth) - 1) // (2 * ((1 << depth) - 1)) for v in values]
        if kind in (4, 6):
            alpha = eight.pop()
        elif transparent and values == [sample(2, 3, c, depth) for c in range(CHANNELS[kind])]:
            alpha = 0
        rgb = eight if len(eight) == 3 else eight * 3
    return [(v * alpha + 255 * (255 - alpha) + 127) // 255 for v in rgb]


def main():
    kinds = [(0, d, False) for d in (1, 2, 4, 8, 16)] + [(2, 8, False), (2, 16, False)]
    kinds += [(3, d, False) for d in (1, 2, 4, 8)] + [(4, 8, False), (4, 16, False), (6, 8, False), (6, 16, False)]
    kinds += [(0, 4, True), (0, 16, True), (2, 8, True), (3, 4, True)]
    pictures = []
    for kind, depth, transparent in kinds:
        for interlaced in (False, True):
            name = f"{NAMES[kind]}, {depth} bits" + ", one colour clear" * transparent + ", interlaced" * interlaced
            rgb = [v for y in range(HEIGHT) for x in range(WIDTH) for v in colour(x, y, kind, depth, transparent)]
            file = base64.b64encode(png(kind, depth, interlaced, transparent)).decode()
            pictures.append({"name": name, "png": file, "rgb": bytes(rgb).hex()})
    text = json.dumps({"width": WIDTH, "height": HEIGHT, "pictures": pictures}, indent=0)
    pathlib.Path(__file__).with_name("png.json").write_text(text + "\n")


main()
