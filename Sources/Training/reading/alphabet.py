"""The characters that the reader of lines knows, in the order of its output."""

import unicodedata

_RANGES = [
    (0x20, 0x7E),  # ASCII
    (0xA1, 0xFF),  # Latin-1
    (0x100, 0x17F),  # Latin Extended-A
    (0x218, 0x21B),  # Romanian
    (0x386, 0x3CE),  # Greek
    (0x400, 0x45F),  # Cyrillic
    (0x490, 0x491),  # Ukrainian
]
_SIGNS = "–—‘’‚“”„†‡•…‰‹›€₽₴₹™←↑→↓↔⇒−√∞≈≠≤≥×÷∑∆◀▶▲▼○●■□★☆✓✔✗✘♪№‣⌘⏎ﬁﬂ"


def _characters() -> list[str]:
    found = [chr(code) for first, last in _RANGES for code in range(first, last + 1)]
    found = [c for c in found if unicodedata.category(c) not in ("Cn", "Cc", "Cf")]
    return list(dict.fromkeys(found + list(_SIGNS)))


#: Class 0 is the blank of CTC; class i + 1 is `CHARACTERS[i]`.
CHARACTERS = _characters()
CLASS_OF = {c: i + 1 for i, c in enumerate(CHARACTERS)}
CLASSES = len(CHARACTERS) + 1

#: Two names of one shape become one character, so that the reader need not guess.
_SAME = str.maketrans({"\u00a0": " ", "\u2010": "-", "\u2011": "-", "\u00ad": "", "\u03bc": "µ", "\u2126": "Ω", "ﬁ": "fi", "ﬂ": "fl"})


def normalised(text: str) -> str | None:
    """The text in composed characters of the alphabet, single spaces, nothing at its ends; None if it has others."""
    text = unicodedata.normalize("NFC", text).translate(_SAME)
    text = " ".join(text.split())
    return text if text and all(c in CLASS_OF for c in text) else None


def encoded(text: str) -> list[int]:
    return [CLASS_OF[c] for c in text]


def decoded(classes) -> str:
    """Reads a path of CTC: repetitions are one character, blanks none (Graves et al. 2006)."""
    out, last = [], 0
    for c in classes:
        if c != last and c != 0:
            out.append(CHARACTERS[c - 1])
        last = c
    return "".join(out)
