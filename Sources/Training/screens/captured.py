"""Screens of real programs, as `deskhand dataset capture` writes them: capture.jsonl, and images beside it.

usage: PYTHON captured.py CAPTURE FOLDER      keeps those that are not held out in FOLDER/kept, for training

A line is a program in one variant: `command`, `screens`, each with `picture` and `elements`, whose `role`, `states` and `box`
(left, top, width, height in pixels) come from accessibility. Texts and icons have no boxes there, so that groups "text" and
"icon" are not judged (see `unjudged`).
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

import heldout
import roles

#: Roles of Deskhand that are one for the detector.
_SAME = {"row": "listItem", "rowHeader": "columnHeader", "icon": "image", "menu": "menuItem", "document": "textArea", "paragraph": None}
_CONTAINERS = {"dialog": "window", "alert": "window", "tree": "list", "table": "list"}
#: A heat that is neither a centre nor counts against an answer.
_UNKNOWN = 254


def words(role: str) -> str:
    """Roles are written with spaces in captured files: "toggle button" for `toggleButton`."""
    first, *rest = role.split()
    return first + "".join(word.capitalize() for word in rest)


def rows(elements: list[dict]) -> np.ndarray:
    """Elements to the rows of `scenes.arrays`; what the detector has no role for is left out."""
    found = []
    for element in elements:
        name = words(element["role"]) if element["role"].strip() else ""
        x, y, w, h = element["box"]
        states = element.get("states", [])
        bits = ("checked" in states or "pressed" in states) | ("enabled" not in states) << 1 | ("selected" in states) << 2
        container = _CONTAINERS.get(name, name)
        name = _SAME.get(name, name)
        if name in roles.ROLES:
            found.append([roles.ELEMENT, roles.ROLES.index(name), x, y, x + w, y + h, bits, 0, 0])
        elif container in roles.CONTAINERS:
            found.append([roles.CONTAINER, roles.CONTAINERS.index(container), x, y, x + w, y + h, 0, 0, 0])
    return np.array(found, np.float32).reshape(-1, 9)


def screens(folder: Path, held_out: bool) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Pixels [H, W, 3] and truth of each screen of the programs that are held out, or of those that are not."""
    for line in (folder / "capture.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        if "screens" not in record or heldout.is_program_held_out(Path(record["command"][0]).name) != held_out:
            continue
        for screen in record["screens"]:
            pixels = np.array(Image.open(folder / "images" / screen["picture"]).convert("RGB"))
            yield pixels, rows(screen["elements"])


def unjudged(heats: np.ndarray) -> np.ndarray:
    """Heats of a captured tile, where texts and icons are neither right nor wrong."""
    heats = heats.copy()
    heats[[roles.TEXT, roles.ICON]] = _UNKNOWN
    return heats


if __name__ == "__main__":
    source, kept = Path(sys.argv[1]), Path(sys.argv[2]) / "kept"
    kept.mkdir(exist_ok=True)
    for number, (shown, found) in enumerate(screens(source, held_out=False)):
        np.savez_compressed(kept / f"captured-{source.name}-{number:05}.npz", pixels=shown, truth=found, has_texts=False)
