"""Draws single signs, letters and digits in several fonts and sizes, as they stand on the buttons of calculators.

make_signs.py FOLDER writes FONT.png, a grid with a sign in each column and two rows for each size, dark on light and light on
dark, and signs.json, which describes the grid. Made with Pillow 9.4 and Debian 12's fonts-dejavu-core.
"""
import json
import pathlib
import subprocess
import sys

from PIL import Image, ImageDraw, ImageFont

FONTS = ["DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono"]
SIGNS = "+−×÷=±()/0Oo1lI|5S8B2Z6G9gq7TCM√%"
SIZES = [11, 13, 15, 18]
SHADES = [("#f6f5f4", "#2e3436"), ("#2a2a2e", "#f0f0f0")]
CELL = (48, 38)

folder = pathlib.Path(sys.argv[1])
for family in FONTS:
    file = subprocess.run(["fc-match", "--format=%{file}|%{index}", family], capture_output=True, text=True).stdout
    path, index = file.split("|")
    size = (CELL[0] * len(SIGNS), CELL[1] * len(SIZES) * len(SHADES))
    picture = Image.new("RGB", size)
    draw = ImageDraw.Draw(picture)
    for row in range(len(SIZES) * len(SHADES)):
        font = ImageFont.truetype(path, SIZES[row // len(SHADES)], index=int(index))
        ground, ink = SHADES[row % len(SHADES)]
        draw.rectangle([0, CELL[1] * row, size[0], CELL[1] * (row + 1) - 1], fill=ground)
        for column, sign in enumerate(SIGNS):
            centre = (CELL[0] * column + CELL[0] // 2, CELL[1] * row + CELL[1] // 2)
            draw.text(centre, sign, font=font, fill=ink, anchor="mm")
    name = family.replace(" ", "-").lower()
    picture.quantize(32).save(folder / f"{name}.png", optimize=True)
grid = {"signs": list(SIGNS), "sizes": [size for size in SIZES for _ in SHADES], "cell": CELL}
(folder / "signs.json").write_text(json.dumps(grid, ensure_ascii=False) + "\n")
