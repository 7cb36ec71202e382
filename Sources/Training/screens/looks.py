"""How a program looks: colours, edges, fonts, sizes. All from one random generator."""

import colorsys
import random

import heldout

Colour = tuple[float, float, float]

_BEVELS = ("flat", "flat", "outline", "outline", "outline", "gradient", "gradient", "raised", "raised", "material", "borderless", "pill", "groove")


def mixed(a: Colour, b: Colour, share: float) -> Colour:
    return tuple(x + (y - x) * share for x, y in zip(a, b))


def luminance(c: Colour) -> float:
    return 0.299 * c[0] + 0.587 * c[1] + 0.114 * c[2]


def against(ground: Colour) -> Colour:
    return (1.0, 1.0, 1.0) if luminance(ground) < 0.55 else (0.0, 0.0, 0.0)


class Look:
    def __init__(self, r: random.Random, families: list[str], icon_families: list[str], held_out: bool = False):
        self.bevel = r.choice([b for b in _BEVELS if (b in heldout.BEVELS) == held_out])
        self.is_dark = r.random() < 0.28
        hue = r.random()
        tint = r.choice([0, 0, 0, r.uniform(0, 0.08), r.uniform(0, 0.08), r.uniform(0.1, 0.5)])
        level = r.uniform(0.08, 0.3) if self.is_dark else r.uniform(0.78, 1) if r.random() < 0.85 else r.uniform(0.6, 0.8)
        self.ground: Colour = colorsys.hsv_to_rgb(hue, tint, level)
        contrast = r.uniform(0.75, 1)
        self.ink = mixed(self.ground, against(self.ground), contrast)
        lift = r.choice([0.02, 0.05, 0.1])
        self.base = mixed(self.ground, (0, 0, 0) if self.is_dark and r.random() < 0.6 else (1, 1, 1), r.uniform(0, 0.3) if self.is_dark else r.uniform(0.5, 1))
        self.base_ink = mixed(self.base, against(self.base), contrast)
        self.accent: Colour = colorsys.hsv_to_rgb(r.choice([0.58, 0.6, hue, r.random()]), r.uniform(0.45, 0.95), r.uniform(0.45, 0.95))
        self.accent_ink = against(self.accent)
        self.line = mixed(self.ground, against(self.ground), r.uniform(0.12, 0.45))
        self.face = self.ground if r.random() < 0.35 else mixed(self.ground, r.choice([(0, 0, 0), (1, 1, 1)]), r.uniform(0, 0.14) + lift / 4)
        self.face_ink = mixed(self.face, against(self.face), contrast)
        self.disabled = r.uniform(0.28, 0.55)
        self.bar = self.ground if r.random() < 0.5 else mixed(self.ground, r.choice([(0, 0, 0), self.accent, (1, 1, 1)]), r.uniform(0.03, 0.25))
        self.bar_ink = mixed(self.bar, against(self.bar), contrast)
        title = r.choice([self.bar, self.accent, mixed(self.ground, (0, 0, 0), 0.3), mixed(self.ground, (0, 0, 0), 0.75)])
        self.title, self.title_ink = title, mixed(title, against(title), 0.9)
        self.radius = {"pill": 99, "raised": 0, "groove": 0}.get(self.bevel, r.choice([0, 2, 3, 4, 5, 6, 8]))
        self.family = r.choice(families)
        self.size = r.choice([10, 11, 11, 12, 12, 13, 13, 13, 14, 14, 15, 16, 17, 18])
        self.density = r.choice([0.6, 0.8, 1, 1, 1.2, 1.5])
        self.row = max(13, round(self.size * (1.35 + 0.4 * self.density)))
        self.control = round(self.size * (1.5 + 0.55 * self.density))
        self.gap = max(2, round(6 * self.density * r.uniform(0.6, 1.6)))
        self.icons = r.choice(icon_families)
        self.small_icon = r.choice([16, 16, 16, 22]) if self.size < 15 else r.choice([16, 22])
        self.tool_icon = r.choice([16, 16, 22, 22, 22, 32])
        self.recolours = r.random() < 0.75
        self.tool_style = r.choices(["icons", "below", "beside", "words"], [60, 14, 18, 8])[0]
        self.has_zebra = r.random() < 0.3
        self.has_grid = r.random() < 0.35
        self.has_shadow = r.random() < 0.4
        self.check_style = r.choice(["tick", "cross", "fill", "tick", "fillTick"])
        self.check_side = r.choice([11, 12, 13, 14, 16, 18])
        self.arrow = r.choice(["triangle", "chevron", "chevron", "small"])
        self.scroll_width = r.choice([6, 8, 10, 12, 14, 16])
        self.scroll_arrows = r.random() < 0.3
        self.tab_style = r.choice(["box", "underline", "pill", "joined"])
        self.title_side = r.choice(["right", "right", "right", "left"])
        self.title_style = r.choice(["glyphs", "glyphs", "circles", "boxes", "icons"])
        self.antialias = r.choices(["gray", "subpixel", "none"], [70, 22, 8])[0]
        self.hint = r.choice(["none", "slight", "slight", "full"])
        self.edge = r.choice([1, 1, 1, 2])
