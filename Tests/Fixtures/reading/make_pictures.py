"""make_pictures.py: draws the pictures of this folder and what stands on them, `pictures.json`.

Made with Debian's python3-pil 9.4 and fonts-dejavu-core 2.37.
"""

import json
import os

from PIL import Image, ImageDraw, ImageFont, ImageOps

HERE = os.path.dirname(os.path.abspath(__file__))
FONTS = "/usr/share/fonts/truetype/dejavu/DejaVuSans"
PAGES = []


def font(size, style=""):
    return ImageFont.truetype(f"{FONTS}{style}.ttf", size)


def page(name, size, ground="#fff"):
    picture = Image.new("RGB", size, ground)
    entry = {"picture": name + ".png", "labels": [], "absent": []}
    PAGES.append((picture, entry))
    draw = ImageDraw.Draw(picture)

    def text(x, y, words, face, fill="#000", find=None):
        draw.text((x, y), words, fill=fill, font=face)
        left, top, right, bottom = draw.textbbox((x, y), words, font=face)
        for label in find or [words]:
            entry["labels"].append({"text": label, "box": [left, top - 2, right - left, bottom - top + 4]})
        return left, top, right, bottom

    return draw, text, entry


def touching():
    """Words at 0 to 3 pixels from a frame, a line below, and the picture's edge."""
    draw, text, _ = page("touching", (640, 420))
    face = font(16)
    words = iter("Barcelona Dublin Kyoto Lisbon Madrid Nairobi Oslo Prague Quebec Riga Seoul Tunis Utrecht Vienna "
                 "Warsaw Zagreb".split())
    for gap in range(4):
        top = 10 + 100 * gap
        draw.rectangle((100, top, 260, top + 80), outline="#888")
        word = next(words)
        text(101 + gap - face.getbbox(word)[0], top + 15, word, face)
        word = next(words)
        text(260 - gap - face.getbbox(word)[2], top + 45, word, face)
        word = next(words)
        left, _, right, bottom = text(320, top + 15, word, face)
        draw.line((300, bottom + gap, 460, bottom + gap), fill="#444")
        word = next(words)
        text(gap - face.getbbox(word)[0], top + 60, word, face)


def large():
    draw, text, _ = page("large", (900, 400))
    text(10, 5, "Welcome everybody", font(36, "-Bold"))
    text(500, 5, "Library", font(56))
    text(10, 80, "Carry", font(64, "-Bold"))
    text(320, 90, "Settings", font(48))
    text(600, 85, "Verify", font(40, "-Bold"))
    text(10, 200, "Download", font(80))
    text(560, 210, "Terry", font(72, "-Bold"))


def colours():
    """A selected word in a line, a block caret on a letter, light on dark, coloured, pale and shadowed text."""
    draw, text, entry = page("colours", (640, 320))
    face = font(14)
    x = 10
    for word, selected in (("Meet", False), ("Thursday", True), ("morning", False)):
        left, _, right, _ = draw.textbbox((x, 10), word, font=face)
        if selected:
            draw.rectangle((left - 1, 8, right, 28), fill="#3465a4")
        text(x, 10, word, face, "#fff" if selected else "#000")
        x = right + 5
    mono = font(14, "Mono")
    width = round(mono.getlength("m"))
    draw.text((10, 50), "terminal", fill="#000", font=mono)
    draw.rectangle((10 + 3 * width, 50, 10 + 4 * width - 1, 67), fill="#000")
    draw.text((10 + 3 * width, 50), "m", fill="#fff", font=mono)
    entry["labels"].append({"text": "terminal", "box": [8, 48, 8 * width, 20]})
    for number, (word, ground, ink) in enumerate((
            ("Harvest", "#222", "#ddd"), ("Lantern", "#fff", "#aaa"), ("Orchard", "#d33", "#fff"),
            ("Pebble", "#fff", "#cc0"), ("Ribbon", "#222", "#6af"), ("Meadow", "#eee", "#bbb"))):
        top = 90 + 60 * (number // 3)
        left = 10 + 200 * (number % 3)
        draw.rectangle((left, top, left + 160, top + 40), fill=ground)
        text(left + 30, top + 10, word, face, ink)
    draw.rectangle((10, 220, 170, 260), fill="#999")
    draw.text((42, 232), "Garnet", fill="#000", font=face)
    text(40, 230, "Garnet", face, "#fff")


def underlined():
    """Access keys: one letter of each label is underlined."""
    draw, text, _ = page("underlined", (640, 60))
    face = font(13)
    x = 10
    for word, key in (("File", 0), ("Edit", 0), ("Format", 1), ("Tools", 0), ("Window", 3), ("Help", 0), ("Print", 1)):
        left, _, right, _ = text(x, 20, word, face)
        start = x + face.getlength(word[:key])
        draw.line((round(start), 35, round(start + face.getlength(word[key])) - 2, 35), fill="#000")
        x = right + 30


def signs():
    """Keys that are taken for one another; what is absent must not be found."""
    draw, text, entry = page("signs", (640, 200), "#eee")
    face = font(14)
    for number, sign in enumerate("+÷×7408"):
        left = 10 + 75 * number
        draw.rectangle((left, 20, left + 60, 60), fill="#fafafa", outline="#999")
        text(left + 24, 31, sign, face)
        entry["labels"][-1]["box"] = [left, 20, 60, 40]
    for number, words in enumerate(("3 x Bread", "Log in", "Go on")):
        text(10 + 140 * number, 120, words, face)
    entry["labels"] += [
        {"text": "3x Bread", "box": entry["labels"][7]["box"]}, {"text": "Login", "box": entry["labels"][8]["box"]}]
    entry["absent"] = ["-", "=", "5", "9", "6", "O", "S", "B", "l", "I", "1", "*", "/", "%", "<", "±"]


def wave(picture, left, right, bottom):
    """A red spelling wave of four rows, smooth edges, over whatever stands there."""
    zoom = 4
    mask = Image.new("L", ((right - left) * zoom, 4 * zoom))
    points = [(x * zoom, (3 if x % 8 < 4 else 0.6) * zoom) for x in range(0, right - left + 1, 4)]
    ImageDraw.Draw(mask).line(points, fill=255, width=zoom)
    mask = mask.resize((right - left, 4), Image.BOX)
    picture.paste("#f00", (left, bottom - 4, right, bottom), mask)


def misspelt():
    """Words with spelling waves over their descenders and over the frame of their cell, as in a sheet."""
    draw, text, _ = page("misspelt", (640, 200))
    face = font(13)
    words = "tokentype tmsg Sqs Pygmentize netrc startx delattr devmajor ssl ppc argv typing".split()
    for number, word in enumerate(words):
        left, top = 20 + 200 * (number % 3), 10 + 18 * (number // 3)
        draw.rectangle((left, top, left + 200, top + 18), outline="#000")
        _, _, right, _ = text(left + 2, top + 2, word, face)
        wave(PAGES[-1][0], left + 1, right + 2, top + 19)


def close():
    """Letters that stand so close that their arches touch."""
    _, text, entry = page("close", (640, 240))
    draw = ImageDraw.Draw(PAGES[-1][0])
    face = font(12)
    words = "Intended Members debugger summoned returned inspected recommend numbered annexed remunerate".split()
    for number, word in enumerate(words):
        x, y = 20 + 200 * (number % 3), 10 + 40 * (number // 3)
        start = x
        for letter in word:
            draw.text((x, y), letter, fill="#000", font=face)
            x += round(face.getlength(letter)) - 1
        entry["labels"].append({"text": word, "box": [start, y, x - start + 2, 18]})


def inverted():
    """A caret on the edge of a word that inverts what is below it, as Qt's does."""
    _, text, _ = page("inverted", (640, 140))
    picture, face = PAGES[-1][0], font(13)
    words = "Assert And Terminator Accumulate Animation Asc else Yellow Table yourself".split()
    for number, word in enumerate(words):
        x, y = 20 + 200 * (number % 3), 10 + 32 * (number // 3)
        left, top, right, bottom = text(x, y, word, face)
        caret = (left if number % 4 else right - 1, top - 4, (left if number % 4 else right - 1) + 1, bottom + 4)
        picture.paste(ImageOps.invert(picture.crop(caret)), caret)


def grid():
    """Tables as Dillo draws them: rows so low that the side of a cell is no longer than a letter, columns so narrow that
    its top is neither, and text that touches both, ranged left and right."""
    draw, text, _ = page("grid", (240, 200), "#dcd1bb")
    face = font(12)
    words = iter("Localeconv Expecting Covariance specifying Conversion Accumulate supporting Evaluating Increasing "
                 "Subsequent Pygmentize remunerate Nor Today Heredoc Cosh Assert Set Fracpart quoted".split())
    for left, first in ((4, 20), (124, 30)):
        rows = [next(words) for _ in range(10)]
        column = left + 2 + max(face.getbbox(row)[2] for row in rows)
        right = column + 3 + face.getbbox("40")[2]
        for number, row in enumerate(rows):
            top = 4 + 16 * number
            for start, end in ((left, column), (column, right)):
                draw.rectangle((start, top, end, top + 16), outline="#888")
            text(left + 2 if first == 20 else column - face.getbbox(row)[2] - number % 2, top + 1, row, face)
            text(column + 2, top + 1, str(first + number), face)


for draw_page in (touching, large, colours, underlined, signs, misspelt, close, inverted, grid):
    draw_page()
for picture, entry in PAGES:
    picture.save(os.path.join(HERE, entry["picture"]), optimize=True)
with open(os.path.join(HERE, "pictures.json"), "w", encoding="utf-8") as file:
    json.dump([entry for _, entry in PAGES], file, ensure_ascii=False, indent=1)
    file.write("\n")
