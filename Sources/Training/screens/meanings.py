"""What icons mean: a shortlist of names with their aliases and the words that people use for them."""

import re
from pathlib import Path

_TABLE = Path(__file__).parent / "meanings.txt"


def _rows() -> list[tuple[str, list[str], list[str]]]:
    rows = []
    for line in _TABLE.read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, rest = line.split(": ", 1)
            aliases, _, words = rest.partition("=")
            rows.append((name, aliases.split(), [w.strip() for w in words.split(",") if w.strip()]))
    return rows


_ROWS = _rows()
#: Class 0 is any other picture; class i + 1 is `NAMES[i]`.
NAMES = [name for name, _, _ in _ROWS]
WORDS = {name: words for name, _, words in _ROWS}
CLASSES = len(NAMES) + 1


def _classes() -> dict[str, int]:
    """The class of every name; a name of its own wins against an alias, an earlier alias against a later one."""
    found = {name: i + 1 for i, name in enumerate(NAMES)}
    for i, (_, aliases, _) in enumerate(_ROWS):
        for alias in aliases:
            found.setdefault(alias, i + 1)
    return found


CLASS_OF = _classes()


def plain(name: str) -> str:
    """The name of an icon's file without what only says how it is drawn."""
    return re.sub(r"[-.](symbolic|rtl|ltr|filled|fill|outline|sharp|rounded)\b", "", name)


def meaning(name: str) -> int:
    return CLASS_OF.get(name) or CLASS_OF.get(plain(name)) or 0
