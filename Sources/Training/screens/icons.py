"""A bank of icons of many themes, drawn once at the sizes of toolbars and menus, with what each means.

usage: PYTHON icons.py FOLDER      makes FOLDER/icons.npz and icons.npy from the themes that `setup` unpacked
"""

import io
import random
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

import heldout
import meanings

SIZES = (16, 22, 32, 48)
_COLOURS = (
    "dark darker darkest light aqua blue brown grey gray orange pink purple red sand teal green amber cyan mint semilight bark magenta "
    "olive prussiangreen sage viridian classic black brave ambiance radiance mono circle"
).split()
#: Of each theme and meaning at most so many pictures; of what has no meaning here, so many of a theme.
_MOST_ALIASES, _MOST_OTHERS = 3, 120


def family(theme: str) -> str:
    return re.sub(rf"[-_]({'|'.join(_COLOURS)})\b", "", theme, flags=re.I).lower()


def office_pictures(root: Path, is_wanted: Callable[[str], bool]) -> Iterator[tuple[str, str, Image.Image]]:
    """Style, command and picture of LibreOffice's commands that are wanted, from the archives of its styles."""
    for path in sorted((root / "usr/share/libreoffice/share/config").glob("images_*.zip")):
        style = path.stem.removeprefix("images_")
        if "svg" in style:
            continue
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                match = re.fullmatch(r"cmd/(sc|lc|32)_?/?(.+)\.png", name)
                if not match or not is_wanted(match.group(2)):
                    continue
                picture = Image.open(io.BytesIO(archive.read(name))).convert("RGBA")
                if picture.size == (24, 24):
                    picture = picture.crop((1, 1, 23, 23))
                if picture.size[0] == picture.size[1] and picture.size[0] in SIZES:
                    yield "libreoffice-" + style.split("_")[0], match.group(2), picture


def office_links(root: Path) -> Iterator[tuple[str, str]]:
    """Commands without a picture in LibreOffice's own style, and those whose pictures they have there."""
    with zipfile.ZipFile(root / "usr/share/libreoffice/share/config/images_colibre.zip") as archive:
        for line in archive.read("links.txt").decode().splitlines():
            match = re.fullmatch(r"cmd/lc_([^/%]+)\.png cmd/lc_([^/%]+)\.png", line.strip())
            if match:
                yield match.group(1), match.group(2)


def glyph(font: Path, code: int, size: int) -> Image.Image:
    """A character of an icon font, drawn four times as large and averaged."""
    picture = Image.new("RGBA", (size * 4, size * 4), (0, 0, 0, 0))
    face = ImageFont.truetype(str(font), int(size * 3.6))
    ImageDraw.Draw(picture).text((size * 2, size * 2), chr(code), (0, 0, 0, 255), face, "mm")
    return picture.resize((size, size), Image.Resampling.BOX)


class Bank:
    """Pictures as premultiplied BGRA, as Cairo has them, chosen by family and size."""

    def __init__(self, path: Path, held_out: bool):
        kept = np.load(path)
        # All workers share the pages of one file.
        self.pixels, self.offsets = np.load(path.with_suffix(".npy"), mmap_mode="r"), kept["offsets"]
        self.sizes, self.classes, self.plain = kept["sizes"], kept["classes"], kept["plain"]
        families = kept["families"]
        self.families = sorted(f for f in set(families.tolist()) if (f in heldout.ICON_FAMILIES) == held_out)
        self.of: dict[tuple[str, int], dict[int, list[int]]] = {}
        for i, (name, size, kind) in enumerate(zip(families.tolist(), self.sizes.tolist(), self.classes.tolist())):
            self.of.setdefault((name, size), {}).setdefault(kind, []).append(i)

    def picture(self, index: int) -> np.ndarray:
        side = int(self.sizes[index])
        start = int(self.offsets[index])
        return self.pixels[start : start + side * side * 4].reshape(side, side, 4)

    def draw(self, r: random.Random, family_name: str, size: int, kind: int | None = None) -> int | None:
        """One picture of the family at a size, of a kind (else of any, the rare as often as the common)."""
        kinds = self.of.get((family_name, size))
        if not kinds:
            return None
        if kind is None:
            kind = r.choice(list(kinds)) if 0 not in kinds or r.random() > 0.12 else 0
        return r.choice(kinds[kind]) if kind in kinds else None


def _bgra(picture: Image.Image) -> tuple[np.ndarray, bool]:
    """Premultiplied BGRA, and whether it has one colour only, so that a theme may draw it in another."""
    a = np.asarray(picture.convert("RGBA")).astype(np.float32)
    alpha = a[..., 3:] / 255
    inked = a[..., :3][a[..., 3] > 60]
    is_plain = len(inked) > 0 and float(inked.std(0).max()) < 14 and float(np.ptp(inked.mean(0))) < 30
    pixels = np.concatenate((a[..., 2::-1] * alpha, a[..., 3:]), -1)
    return pixels.round().astype(np.uint8), bool(is_plain)


class Builder:
    def __init__(self, root: Path):
        self.root, self.rows, self.random = root, [], random.Random(5)

    def add(self, family_name: str, kind: int, picture: Image.Image) -> None:
        if picture.getchannel("A").getextrema()[1] > 60:
            self.rows.append((family_name, kind, picture.size[0], *_bgra(picture)))

    def themes(self) -> None:
        from gi.repository import GdkPixbuf, GLib

        for folder in sorted((self.root / "usr/share/icons").iterdir()):
            shade = folder.name.lower().removeprefix(family(folder.name)).strip("-_")
            if not (folder / "index.theme").exists() or shade not in ("", "dark", "light"):
                continue
            files = self.files(folder)
            for kind, names in self.chosen(files).items():
                for name in names:
                    for size in SIZES:
                        try:
                            self.add(family(folder.name), kind, self.rendered(GdkPixbuf, files[name], size))
                        except (GLib.Error, OSError):  # a damaged or dangling file is not drawn
                            continue
            print(folder.name, len(self.rows), flush=True)

    @staticmethod
    def files(folder: Path) -> dict[str, dict[int, Path]]:
        """Of each name, the files of its sizes; 0 for one of any size."""
        found: dict[str, dict[int, Path]] = {}
        for path in sorted(folder.rglob("*")):
            if path.suffix not in (".png", ".svg") or "@2x" in str(path) or "animations" in str(path):
                continue
            size = re.search(r"(?<!\d)(16|22|24|32|48)(?!\d)", str(path.parent.relative_to(folder)))
            found.setdefault(path.stem, {}).setdefault(int(size.group(1)) if size else 0, path)
        return found

    def chosen(self, files) -> dict[int, list[str]]:
        kinds: dict[int, list[str]] = {}
        for name in files:
            kinds.setdefault(meanings.meaning(name), []).append(name)
        for kind, names in kinds.items():
            self.random.shuffle(names)
            named = [n for n in names if kind and meanings.plain(n) == meanings.NAMES[kind - 1]]
            rest = [n for n in names if n not in named]
            kinds[kind] = (named + rest)[: _MOST_ALIASES if kind else _MOST_OTHERS]
        return kinds

    @staticmethod
    def rendered(pixbufs, sizes: dict[int, Path], size: int) -> Image.Image:
        wanted = {22: (22, 24), 16: (16,), 32: (32,), 48: (48,)}[size]
        path = next((sizes[s] for s in wanted if s in sizes), None)
        if path is None:
            scalable = [p for p in sizes.values() if p.suffix == ".svg"]
            path = scalable[0] if scalable else sizes[max(sizes)]
        loaded = pixbufs.Pixbuf.new_from_file_at_scale(str(path), size, size, False)
        mode = "RGBA" if loaded.get_has_alpha() else "RGB"
        picture = Image.frombuffer(mode, (size, size), loaded.get_pixels(), "raw", mode, loaded.get_rowstride(), 1)
        return picture.convert("RGBA")

    def office(self) -> None:
        """LibreOffice's commands, in the archives of its styles."""
        def is_wanted(command: str) -> bool:
            return bool(meanings.meaning(command)) or self.random.random() < 0.03

        for style, command, picture in office_pictures(self.root, is_wanted):
            self.add(style, meanings.meaning(command), picture)

    def glyphs(self, family_name: str, font: Path, codes: dict[str, int]) -> None:
        for name, code in codes.items():
            kind = meanings.meaning(name)
            if not kind and self.random.random() > 0.25:
                continue
            for size in SIZES:
                self.add(family_name, kind, glyph(font, code, size))

    def font_sets(self) -> None:
        style = next(self.root.rglob("font-awesome.css"), None)
        font = next(self.root.rglob("fontawesome-webfont.ttf"), None)
        if style and font:
            codes = {}
            for names, code in re.findall(r"((?:\.fa-[\w-]+:before,?\s*)+)\{\s*content: \"\\(\w+)\"", style.read_text()):
                codes.update({n: int(code, 16) for n in re.findall(r"\.fa-([\w-]+):", names)})
            self.glyphs("fontawesome", font, codes)
        font = next(self.root.rglob("MaterialIcons-Regular.ttf"), None)
        style = next((p for p in self.root.rglob("material-design-icons*.css") if "content" in p.read_text()), None)
        if font and style:
            pairs = re.findall(r"\.(?:mdi|material-icons)[\w.-]*?-?([\w]+):?:before\s*\{\s*content: ?[\"']\\(\w+)", style.read_text())
            self.glyphs("material", font, {n: int(c, 16) for n, c in pairs})

    def save(self, path: Path) -> None:
        starts = np.cumsum([0] + [row[3].size for row in self.rows])[:-1]
        np.save(path.with_suffix(".npy"), np.concatenate([row[3].reshape(-1) for row in self.rows]))
        np.savez(
            path, offsets=starts,
            families=np.array([row[0] for row in self.rows]), classes=np.array([row[1] for row in self.rows], np.int16),
            sizes=np.array([row[2] for row in self.rows], np.int16), plain=np.array([row[4] for row in self.rows]),
        )


if __name__ == "__main__":
    chosen_folder = Path(sys.argv[1]).resolve()
    builder = Builder(chosen_folder / "root")
    builder.themes()
    builder.office()
    builder.font_sets()
    builder.save(chosen_folder / "icons.npz")
    print(len(builder.rows), "pictures", sorted({row[0] for row in builder.rows}))
