"""A picture that remembers the truth about everything that is drawn on it."""

import math
import random
from contextlib import contextmanager
from dataclasses import dataclass

import cairo
import gi
import numpy as np

import roles
from looks import Colour, Look, against, mixed

gi.require_version("Pango", "1.0")
gi.require_version("PangoCairo", "1.0")
from gi.repository import Pango, PangoCairo  # noqa: E402

Box = tuple[float, float, float, float]


@dataclass
class Truth:
    group: int
    role: int
    #: Left, top, right, bottom in pixels.
    box: list[float]
    states: int = 0
    icon: int = 0
    text: str = ""


class Canvas:
    def __init__(self, width: int, height: int, look: Look, r: random.Random, texts, bank):
        self.width, self.height, self.look, self.random, self.texts, self.bank = width, height, look, r, texts, bank
        self.surface = cairo.ImageSurface(cairo.Format.RGB24, width, height)
        self.context = cairo.Context(self.surface)
        self.truths: list[Truth] = []
        self.clip: Box = (0, 0, width, height)
        self._layouts: dict = {}

    def pixels(self) -> np.ndarray:
        self.surface.flush()
        return np.ndarray((self.height, self.surface.get_stride() // 4, 4), np.uint8, self.surface.get_data())[:, : self.width, 2::-1]

    # Truth

    def note(self, group: int, role: str | int, x: float, y: float, w: float, h: float, states: int = 0, icon: int = 0, text: str = "") -> None:
        left, top = max(x, self.clip[0]), max(y, self.clip[1])
        right, bottom = min(x + w, self.clip[2]), min(y + h, self.clip[3])
        if right - left < 4 or bottom - top < 3 or (right - left) * (bottom - top) < 0.5 * w * h:
            return
        number = roles.ROLE_OF[role] if isinstance(role, str) else role
        self.truths.append(Truth(group, number, [left, top, right, bottom], states, icon, text))

    def element(self, role: str, x, y, w, h, checked=False, disabled=False, selected=False) -> None:
        self.note(roles.ELEMENT, role, x, y, w, h, checked | disabled << 1 | selected << 2)

    def container(self, role: str, x, y, w, h) -> None:
        self.note(roles.CONTAINER, role, x, y, w, h)

    def cover(self, x: float, y: float, w: float, h: float) -> None:
        """Something new is drawn over this rectangle: what it hides is no longer there, what it cuts gets smaller."""
        kept = []
        for t in self.truths:
            left, top, right, bottom = t.box
            cut_left, cut_top, cut_right, cut_bottom = max(left, x), max(top, y), min(right, x + w), min(bottom, y + h)
            hidden = max(0, cut_right - cut_left) * max(0, cut_bottom - cut_top)
            area = (right - left) * (bottom - top)
            if hidden > 0.5 * area:
                continue
            if hidden > 0:
                if cut_top <= top and cut_bottom >= bottom:
                    t.box = [left, top, cut_left, bottom] if cut_left > left else [cut_right, top, right, bottom]
                elif cut_left <= left and cut_right >= right:
                    t.box = [left, top, right, cut_top] if cut_top > top else [left, cut_bottom, right, bottom]
            kept.append(t)
        self.truths = kept

    @contextmanager
    def clipped(self, x: float, y: float, w: float, h: float):
        before = self.clip
        self.clip = (max(x, before[0]), max(y, before[1]), min(x + w, before[2]), min(y + h, before[3]))
        self.context.save()
        self.context.rectangle(x, y, max(0, w), max(0, h))
        self.context.clip()
        try:
            yield
        finally:
            self.context.restore()
            self.clip = before

    # Shapes

    def path(self, x, y, w, h, radius=0.0) -> None:
        c, radius = self.context, min(radius, w / 2, h / 2)
        if radius <= 0:
            c.rectangle(x, y, w, h)
            return
        c.new_sub_path()
        for i, (cx, cy) in enumerate([(x + w - radius, y + radius), (x + w - radius, y + h - radius), (x + radius, y + h - radius), (x + radius, y + radius)]):
            c.arc(cx, cy, radius, math.pi / 2 * (i - 1), math.pi / 2 * i)
        c.close_path()

    def fill(self, x, y, w, h, colour: Colour, radius=0.0) -> None:
        self.context.set_source_rgb(*colour)
        self.path(x, y, w, h, radius)
        self.context.fill()

    def frame(self, x, y, w, h, colour: Colour, radius=0.0, thick=1) -> None:
        self.context.set_source_rgb(*colour)
        self.context.set_line_width(thick)
        self.path(x + thick / 2, y + thick / 2, w - thick, h - thick, radius)
        self.context.stroke()

    def graded(self, x, y, w, h, upper: Colour, lower: Colour, radius=0.0) -> None:
        gradient = cairo.LinearGradient(0, y, 0, y + h)
        gradient.add_color_stop_rgb(0, *upper)
        gradient.add_color_stop_rgb(1, *lower)
        self.context.set_source(gradient)
        self.path(x, y, w, h, radius)
        self.context.fill()

    def line(self, points, colour: Colour, thick=1.0) -> None:
        self.context.set_source_rgb(*colour)
        self.context.set_line_width(thick)
        self.context.move_to(*points[0])
        for point in points[1:]:
            self.context.line_to(*point)
        self.context.stroke()

    def relief(self, x, y, w, h, is_sunken=False, ground: Colour | None = None) -> None:
        """The edges of old toolkits: light above and dark below, or the other way about."""
        ground = ground or self.look.ground
        light, dark = mixed(ground, (1, 1, 1), 0.7), mixed(ground, (0, 0, 0), 0.45)
        if is_sunken:
            light, dark = dark, light
        for i in range(self.look.edge):
            self.line([(x + i + 0.5, y + h - i - 0.5), (x + i + 0.5, y + i + 0.5), (x + w - i - 0.5, y + i + 0.5)], light)
            self.line([(x + w - i - 0.5, y + i + 0.5), (x + w - i - 0.5, y + h - i - 0.5), (x + i + 0.5, y + h - i - 0.5)], dark)

    # Text

    def _layout(self, size: float, is_bold: bool, family: str | None, is_italic: bool) -> Pango.Layout:
        key = (size, is_bold, family, is_italic)
        if key not in self._layouts:
            layout = PangoCairo.create_layout(self.context)
            options = cairo.FontOptions()
            options.set_antialias(getattr(cairo.Antialias, self.look.antialias.upper()))
            options.set_hint_style(getattr(cairo.HintStyle, self.look.hint.upper()))
            PangoCairo.context_set_font_options(layout.get_context(), options)
            font = Pango.FontDescription()
            font.set_family(family or self.look.family)
            font.set_absolute_size(size * Pango.SCALE)
            if is_bold:
                font.set_weight(Pango.Weight.BOLD)
            if is_italic:
                font.set_style(Pango.Style.ITALIC)
            layout.set_font_description(font)
            layout.set_single_paragraph_mode(True)
            layout.set_ellipsize(Pango.EllipsizeMode.END)
            self._layouts[key] = layout
        return self._layouts[key]

    def measure(self, text: str, size: float | None = None, is_bold=False, family=None) -> int:
        layout = self._layout(size or self.look.size, is_bold, family, False)
        layout.set_width(-1)
        layout.set_text(text, -1)
        return layout.get_pixel_extents()[1].width

    def text(self, text: str, x, y, w, h, colour: Colour, align=0.0, size=None, is_bold=False, family=None, is_italic=False) -> float:
        """One line, cut with an ellipsis at the width, centred in the height; gives the width that it took."""
        layout = self._layout(size or self.look.size, is_bold, family, is_italic)
        layout.set_width(max(1, int(w)) * Pango.SCALE)
        layout.set_text(text, -1)
        ink, logical = layout.get_pixel_extents()
        if ink.width < 1 or w < 6:
            return 0
        left, top = round(x + max(0, w - logical.width) * align), round(y + (h - logical.height) / 2)
        self.context.set_source_rgb(*colour)
        self.context.move_to(left - logical.x, top)
        PangoCairo.show_layout(self.context, layout)
        shown = text if not layout.is_ellipsized() else ""
        self.note(roles.TEXT, 0, left - logical.x + ink.x - 1, top + ink.y - 1, ink.width + 2, ink.height + 2, text=shown)
        return logical.width

    # Icons

    def icon(self, x, y, size: int, ground: Colour, kind: int | None = None, is_disabled=False, family: str | None = None) -> bool:
        """An icon of the bank, whose one colour, if it has no more, is drawn in that of the text."""
        index = self.bank.draw(self.random, family or self.look.icons, size, kind)
        if index is None:
            index = self.bank.draw(self.random, self.random.choice(self.bank.families), size, kind)
        if index is None:
            return False
        pixels = np.zeros((size, size, 4), np.uint8)
        pixels[:] = self.bank.picture(index)
        if self.bank.plain[index]:
            old = pixels[..., :3].astype(np.float32).sum((0, 1)) / max(1.0, float(pixels[..., 3].sum()))
            is_close = abs(float(old.mean()) - (ground[0] + ground[1] + ground[2]) / 3) < 0.35
            if is_close or self.look.recolours:
                ink = mixed(ground, against(ground), self.random.uniform(0.6, 1))
                pixels[..., :3] = (pixels[..., 3:].astype(np.float32) * np.array(ink[::-1], np.float32)).astype(np.uint8)
        inked = np.argwhere(pixels[..., 3] > 40)
        (top, left), (bottom, right) = inked.min(0), inked.max(0) + 1
        surface = cairo.ImageSurface.create_for_data(pixels, cairo.Format.ARGB32, size, size)
        x, y = round(x), round(y)
        self.context.set_source_surface(surface, x, y)
        self.context.paint_with_alpha(self.look.disabled if is_disabled else 1)
        self.note(roles.ICON, 0, x + int(left), y + int(top), int(right - left), int(bottom - top), icon=int(self.bank.classes[index]))
        return True

    def arrow(self, x, y, side: float, direction: str, colour: Colour) -> None:
        """A small arrow as combo boxes and trees have, centred at a point; it is no icon of the truth unless it is large."""
        c, s = self.context, side / 2
        turn = {"down": 0, "left": math.pi / 2, "up": math.pi, "right": -math.pi / 2}[direction]
        c.save()
        c.translate(x, y)
        c.rotate(turn)
        c.set_source_rgb(*colour)
        c.move_to(-s, -s / 2)
        c.line_to(0, s / 2)
        c.line_to(s, -s / 2)
        if self.look.arrow == "chevron":
            c.set_line_width(max(1, side / 6))
            c.stroke()
        else:
            c.fill()
        c.restore()
