"""What training never sees. It was fixed before the first training; change it only together with a new training from nothing."""

import hashlib

import fonts

#: Families of icons, by the folder of the theme without its colour (see `icons.family`).
ICON_FAMILIES = frozenset({"yaru", "oxygen", "nuovo", "libreoffice-sukapura", "fontawesome", *(f"font {name}" for name in fonts.HELD_OUT)})
#: Looks of widgets (see `looks.Look`), which the held-out screens are drawn in.
BEVELS = frozenset({"groove"})
#: Themes of real toolkits whose pictures are only measured with.
TOOLKIT_THEMES = frozenset({"HighContrast", "Numix", "Windows", "clearlooks"})


def is_program_held_out(name: str) -> bool:
    """One program in four, by a hash of its name without path or version, is captured for measuring only."""
    return hashlib.sha256(name.lower().encode()).digest()[0] < 64
