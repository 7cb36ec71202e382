"""Writes resize.json: a small picture at other sizes, as Pillow makes them.

Run: pip install pillow==12.0.0 && python3 make_resize.py
"""
import json
import pathlib

import PIL.Image

WIDTH, HEIGHT = 23, 17
SIZES = [(10, 7), (50, 40), (23, 30), (9, 17), (1, 1), (22, 16)]
FILTERS = {"area": PIL.Image.Resampling.BOX, "bicubic": PIL.Image.Resampling.BICUBIC}


def main():
    picture = PIL.Image.new("RGB", (WIDTH, HEIGHT))
    for y in range(HEIGHT):
        for x in range(WIDTH):
            picture.putpixel((x, y), (x * x * 7 % 256, (x * 11 + y * 29) % 256, 255 if (x // 3 + y // 2) % 2 else 0))
    cases = [
        {"filter": name, "width": w, "height": h, "rgb": picture.resize((w, h), f).tobytes().hex()}
        for name, f in FILTERS.items()
        for w, h in SIZES
    ]
    source = {"width": WIDTH, "height": HEIGHT, "rgb": picture.tobytes().hex(), "cases": cases}
    pathlib.Path(__file__).with_name("resize.json").write_text(json.dumps(source, indent=0) + "\n")


main()
