"""The fonts of a folder, and which of them training never sees."""

import os
from pathlib import Path

#: Families that are only measured with. They were chosen before the first training, one of each kind.
HELD_OUT = ["Open Sans", "Cantarell", "Hack", "Carlito", "C059"]
#: Families of symbols and of scripts that are not read.
UNREAD = ("Noto Sans Symbols", "Noto Music", "Noto Sans Math", "D050000L", "Standard Symbols PS", "Linux Libertine Initials", "Linux Libertine Display")
#: Families that ordinary desktops show most, drawn more often than others.
_COMMON = ["DejaVu Sans", "DejaVu Sans Mono", "Liberation Sans", "Liberation Mono", "Noto Sans", "Noto Sans Mono", "Roboto", "Nimbus Sans", "DejaVu Serif", "Liberation Serif", "Lato", "JetBrains Mono"]
_LATIN_NOTO = {"Noto Sans", "Noto Serif", "Noto Sans Mono", "Noto Sans Display", "Noto Serif Display", "Noto Mono"}


def use(root: Path) -> None:
    """Lets Pango see the fonts below `root` only. Call it before Pango is imported."""
    cache = root.parent / "font-cache"
    cache.mkdir(exist_ok=True)
    config = root.parent / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f"<dir>{root}/usr/share/fonts</dir><cachedir>{cache}</cachedir></fontconfig>"
    )
    os.environ["FONTCONFIG_FILE"] = str(config)


def families(root: Path) -> tuple[list[str], list[str]]:
    """Those to train with, each as often as it is to be drawn, and those held out."""
    import gi

    gi.require_version("Pango", "1.0")
    gi.require_version("PangoCairo", "1.0")
    from gi.repository import PangoCairo

    names = sorted({family.get_name() for family in PangoCairo.FontMap.get_default().list_families()})
    names = [n for n in names if n not in UNREAD and (not n.startswith("Noto ") or n in _LATIN_NOTO)]
    held = [n for n in names if any(n.startswith(h) for h in HELD_OUT)]
    seen = [n for n in names if n not in held]
    common = [n for n in seen if n in _COMMON]
    return seen + common * max(1, 2 * len(seen) // max(1, len(common))), held


def bitmap_files(root: Path) -> list[Path]:
    """The X server's own fonts for ISO 8859-1, in which terminals and old programs write."""
    found = sorted((root / "usr/share/fonts/X11").glob("*/*-ISO8859-1.pcf.gz"))
    plain = sorted((root / "usr/share/fonts/X11/misc").glob("[0-9]*x[0-9]*-ISO8859-1.pcf.gz"))
    return found + plain * 4
