"""A bank of icons of many themes with the words for each, for the namer.

usage: PYTHON named_icons.py FOLDER [REGISTRY]      makes FOLDER/named.npz and named-16.npy, -22, -32 of the themes that `setup` unpacked

REGISTRY is LibreOffice's `main.xcd`, which has the labels of its commands.
"""

import json
import re
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from words import words

SIZES = (16, 22, 32)


def is_wanted(icon: str, sizes: dict[int, Path], families: int) -> bool:
    """Whether buttons may have an icon without a meaning of ours: one of actions, or of many families and not of a program."""
    folders = {str(path.parent) for path in sizes.values()}
    if any(re.search(r"/(apps|mimetypes|mimes|flags|intl|animations|panel)\b", folder) for folder in folders):
        return False
    is_action = any("action" in folder for folder in folders)
    return families >= (2 if is_action else 4) and any(len(word) > 2 for word in words(icon))


class Builder:
    def __init__(self, folder: Path, registry: Path):
        from words import Concepts, office_labels

        self.root, self.concepts, self.labels = folder / "root", Concepts(), office_labels(registry)
        self.rows: dict[int, list[tuple[str, int, np.ndarray]]] = {size: [] for size in SIZES}

    def add(self, family_name: str, concept: int | None, picture: Image.Image) -> None:
        pixels = np.asarray(picture.convert("RGBA"))
        if concept is not None and pixels[..., 3].max() > 60:
            self.rows[picture.size[0]].append((family_name, concept, pixels))

    def themes(self) -> None:
        """Names of several families and of actions; the thousands of icons of single programs are left out."""
        import meanings
        from icons import Builder as Themes, family

        chosen = []
        for folder in sorted((self.root / "usr/share/icons").iterdir()):
            shade = folder.name.lower().removeprefix(family(folder.name)).strip("-_")
            if (folder / "index.theme").exists() and shade in ("", "dark", "light"):
                chosen.append((folder, family(folder.name), Themes.files(folder)))
        families: dict[str, set[str]] = {}
        for _, name, files in chosen:
            for icon in files:
                families.setdefault(meanings.plain(icon), set()).add(name)
        for folder, name, files in chosen:
            done: dict[tuple[int | None, bool], int] = {}
            for icon, sizes in files.items():
                if not (meanings.meaning(icon) or is_wanted(icon, sizes, len(families[meanings.plain(icon)]))):
                    continue
                concept = self.concepts.number(icon)
                kind = (concept, "symbolic" in icon)
                done[kind] = done.get(kind, 0) + 1
                if done[kind] <= 3:
                    self.render(name, concept, sizes)
            print(folder.name, {size: len(rows) for size, rows in self.rows.items()}, flush=True)

    def render(self, family_name: str, concept: int | None, sizes: dict[int, Path]) -> None:
        from gi.repository import GdkPixbuf, GLib
        from icons import Builder as Themes

        for size in SIZES:
            try:
                self.add(family_name, concept, Themes.rendered(GdkPixbuf, sizes, size))
            except (GLib.Error, OSError):  # a damaged or dangling file is not drawn
                continue

    def office(self) -> None:
        import meanings
        from icons import office_links, office_pictures

        def is_known(command: str) -> bool:
            return bool(self.labels.get(command) or meanings.meaning(command))

        for style, command, picture in office_pictures(self.root, is_known):
            self.add(style, self.concepts.number(command, self.labels.get(command, [])), picture)
        for command, other in office_links(self.root):
            concept = self.concepts.number(other, self.labels.get(other, [])) if is_known(other) else None
            if concept is not None and not meanings.meaning(command):
                self.concepts.say(concept, self.labels.get(command, []))

    def glyphs(self, family_name: str, font: Path, codes: dict[str, int]) -> None:
        from icons import glyph

        for name, code in codes.items():
            concept = self.concepts.number(name)
            for size in SIZES:
                self.add(family_name, concept, glyph(font, code, size))

    def characters(self) -> None:
        """Keys of calculators and keyboards, in many fonts; a font held out for reading is so here."""
        import fonts
        import signs

        for family_name, face in signs.faces(self.root, fonts.UNREAD):
            for name, shown in signs.characters().items():
                concept = self.concepts.add(f"character {name}", name, [name])
                for character in shown:
                    for size in SIZES:
                        picture = signs.drawn(face, character, size)
                        if picture is not None:
                            self.add(f"font {family_name}", concept, picture)

    def save(self, folder: Path) -> None:
        kept = {}
        for size, rows in self.rows.items():
            np.save(folder / f"named-{size}.npy", np.stack([row[2] for row in rows]))
            kept[f"families{size}"] = np.array([row[0] for row in rows])
            kept[f"concepts{size}"] = np.array([row[1] for row in rows], np.int32)
        np.savez(folder / "named.npz", **kept)
        concepts = {"names": self.concepts.names, "phrases": self.concepts.phrases}
        (folder / "named.json").write_text(json.dumps(concepts), "utf-8")


if __name__ == "__main__":
    from training import prepare_paths

    chosen_folder = Path(sys.argv[1]).resolve()
    prepare_paths(chosen_folder)
    from icons import Builder as Themes

    builder = Builder(chosen_folder, Path(sys.argv[2] if len(sys.argv) > 2 else "/usr/lib/libreoffice/share/registry/main.xcd"))
    builder.themes()
    builder.office()
    Themes.font_sets(builder)
    builder.characters()
    builder.save(chosen_folder)
    print(len(builder.concepts.names), "concepts")
