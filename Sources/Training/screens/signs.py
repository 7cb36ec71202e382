"""Single characters on keys: what they are called, and pictures of them, which the namer learns beside icons."""

import re
import string
from pathlib import Path

from PIL import Image, ImageFont

#: The words for characters that are neither letters nor digits.
NAMES = {
    "+": "plus", "-": "minus", "−": "minus", "–": "minus", "×": "times", "*": "asterisk", "÷": "divide", "/": "slash", "∕": "slash",
    "=": "equals", "%": "percent", "√": "square root", "π": "pi", "∑": "sum", "Σ": "sum", "±": "plus minus", "<": "less", ">": "greater",
    "(": "left bracket", ")": "right bracket", "[": "left square bracket", "]": "right square bracket", ".": "point", ",": "comma",
    "!": "exclamation", "?": "question", "&": "ampersand", "@": "commercial at", "#": "hash", "$": "dollar", "€": "euro", "£": "pound",
    "^": "caret", "~": "tilde", ":": "colon", ";": "semicolon", "∞": "infinity", "∫": "integral", "°": "degree", "¬": "not",
    "←": "left arrow", "→": "right arrow", "➞": "right arrow", "↑": "up arrow", "↓": "down arrow", "⌫": "backspace", "|": "bar",
    "x²": "square", "Ω": "omega", "µ": "micro", "∆": "delta", "≤": "less equal", "≥": "greater equal", "≠": "not equal",
}  # fmt: skip


def spelled(text: str) -> str:
    """A text of one or two signs and letters with words for the signs; any other as it is."""
    plain = "".join(text.split())
    if plain in NAMES:
        return NAMES[plain]
    if not plain or len(plain) > 2 or re.fullmatch("[A-Za-z0-9]+", plain):
        return text
    return " ".join(NAMES.get(sign, sign) for sign in plain)


def characters() -> dict[str, list[str]]:
    """What a key is called, and the characters that stand on it so."""
    found = {digit: [digit] for digit in string.digits}
    found |= {letter: [letter, letter.upper()] for letter in string.ascii_lowercase}
    for sign, name in NAMES.items():
        if len(sign) == 1:
            found.setdefault(name, []).append(sign)
    return found


def faces(root: Path, unread: tuple[str, ...]) -> list[tuple[str, Path]]:
    """The fonts that have Latin letters, with the names of their families: upright, slanted and bold ones."""
    found = []
    for path in sorted((root / "usr/share/fonts").rglob("*.[ot]tf")):
        name, style = ImageFont.truetype(str(path), 12).getname()
        is_latin = not name.startswith("Noto ") or name in ("Noto Sans", "Noto Serif", "Noto Sans Mono", "Noto Mono", "Noto Sans Math")
        is_read = not name.startswith(("FontAwesome", "Material", "Linux Biolinum Keyboard", *(u for u in unread if u != "Noto Sans Math")))
        if is_latin and is_read and style in ("Regular", "Book", "Roman", "Bold", "Italic", "Oblique", "Medium"):
            found.append((name, path))
    return found


def drawn(face: Path, character: str, size: int) -> Image.Image | None:
    """A character as on a key, or nothing where the font lacks it."""
    from icons import glyph

    font = ImageFont.truetype(str(face), 40)
    if bytes(font.getmask(character)) == bytes(font.getmask("\U0010fffe")):
        return None
    return glyph(face, ord(character), size)
