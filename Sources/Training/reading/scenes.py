"""Lines of text as programs draw them, cut out of their surroundings: frames, carets, selections, neighbours.

What makes lines hard to read on real screens is drawn on purpose: strokes that touch letters, a caret before, behind or on
a letter, a part that is selected, an underlined access key, an etched or shaded label, a striped or graded ground, cuts
that are a few pixels too wide or too narrow.
"""

import gzip
import io
import random
import tempfile
from pathlib import Path

import cairo
import gi
import numpy as np
from PIL import Image, ImageDraw, ImageFont, PcfFontFile

gi.require_version("Pango", "1.0")
gi.require_version("PangoCairo", "1.0")
from gi.repository import Pango, PangoCairo  # noqa: E402

#: The height at which the network sees a line, in pixels.
HEIGHT = 32
_GREATEST_WIDTH = 1280


class Scenes:
    def __init__(self, families: list[str], bitmaps: list[Path], texts, seed: int):
        self.random = random.Random(seed)
        self.families, self.texts = families, texts
        self.bitmaps = [(path, None) for path in bitmaps]

    def draw(self) -> tuple[np.ndarray, str]:
        """A line of height 32 as bytes of luminance, and what stands in it."""
        for _ in range(20):
            text = self.texts.draw()
            if self.bitmaps and self.random.random() < 0.12 and all(ord(c) < 256 for c in text):
                drawn = self._bitmap(text)
            else:
                drawn = self._outline(text)
            if drawn is not None:
                return self._scaled(drawn), text
        raise RuntimeError("no text could be drawn in any font")

    # Colours

    def _colours(self) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Ground and ink, far enough apart to be read."""
        r = self.random
        if r.random() < 0.55:
            ground = (r.uniform(0.82, 1),) * 3 if r.random() < 0.7 else (r.uniform(0.05, 0.3),) * 3
            ink = (r.uniform(0, 0.25),) * 3 if ground[0] > 0.5 else (r.uniform(0.75, 1),) * 3
            return ground, ink
        while True:
            ground = tuple(r.random() for _ in range(3))
            ink = tuple(r.random() for _ in range(3))
            if abs(_luminance(ground) - _luminance(ink)) > r.choice([0.15, 0.3, 0.45]):
                return ground, ink

    def _ground(self, context: cairo.Context, width: int, height: int, colour) -> None:
        r = self.random
        context.set_source_rgb(*colour)
        context.paint()
        x = r.random()
        if x < 0.08:  # graded, as buttons of older themes
            other = tuple(min(1, max(0, c + r.uniform(-0.12, 0.12))) for c in colour)
            gradient = cairo.LinearGradient(0, 0, 0, height)
            gradient.add_color_stop_rgb(0, *colour)
            gradient.add_color_stop_rgb(1, *other)
            context.set_source(gradient)
            context.paint()
        elif x < 0.12:  # striped
            context.set_source_rgb(*(min(1, max(0, c + r.uniform(-0.08, 0.08))) for c in colour))
            pitch, thick, slant = r.randint(2, 8), r.randint(1, 3), r.choice([0, 0, 1])
            for y in range(-width * slant, height + width * slant, pitch):
                context.move_to(0, y)
                context.line_to(width, y + width * slant)
                context.set_line_width(thick)
                context.stroke()

    # Outline fonts

    def _layout(self, text: str, context: cairo.Context) -> Pango.Layout:
        r = self.random
        options = cairo.FontOptions()
        options.set_hint_style(r.choice([cairo.HintStyle.NONE, cairo.HintStyle.SLIGHT, cairo.HintStyle.SLIGHT, cairo.HintStyle.FULL, cairo.HintStyle.MEDIUM]))
        options.set_hint_metrics(r.choice([cairo.HintMetrics.ON, cairo.HintMetrics.OFF]))
        antialias = r.choices([cairo.Antialias.GRAY, cairo.Antialias.SUBPIXEL, cairo.Antialias.NONE], [70, 22, 8])[0]
        options.set_antialias(antialias)
        options.set_subpixel_order(r.choice([cairo.SubpixelOrder.RGB, cairo.SubpixelOrder.BGR]))
        layout = PangoCairo.create_layout(context)
        PangoCairo.context_set_font_options(layout.get_context(), options)
        font = Pango.FontDescription()
        font.set_family(r.choice(self.families))
        size = r.triangular(8, 22, 13) if r.random() < 0.85 else r.uniform(20, 64)
        if antialias == cairo.Antialias.NONE:
            size = max(size, 10)
        font.set_absolute_size(round(size * 2) / 2 * Pango.SCALE)
        if r.random() < 0.2:
            font.set_weight(r.choice([Pango.Weight.BOLD, Pango.Weight.BOLD, Pango.Weight.SEMIBOLD, Pango.Weight.LIGHT]))
        if r.random() < 0.05:
            font.set_style(Pango.Style.ITALIC)
        layout.set_font_description(font)
        layout.set_single_paragraph_mode(True)
        layout.set_text(text, -1)
        return layout

    def _outline(self, text: str) -> np.ndarray | None:
        r = self.random
        probe = cairo.Context(cairo.ImageSurface(cairo.Format.RGB24, 8, 8))
        layout = self._layout(text, probe)
        if layout.get_unknown_glyphs_count() > 0:
            return None
        ink, logical = layout.get_pixel_extents()
        if ink.width < 1 or ink.height < 1 or logical.width > 1100:
            return None
        left, right, above, below = (r.randint(0, 24), r.randint(0, 24), r.randint(2, 14), r.randint(2, 14))
        width, height = left + max(logical.width, ink.x + ink.width) + right + 2, above + logical.height + below
        surface = cairo.ImageSurface(cairo.Format.RGB24, width, height)
        context = cairo.Context(surface)
        ground, colour = self._colours()
        self._ground(context, width, height, ground)
        x, y = left + (r.random() if r.random() < 0.3 else 0), above
        self._neighbours(context, layout, text, (x, y), logical, colour, (width, height))
        self._behind(context, (x, y), ink, logical, ground, colour)
        self._text(context, layout, (x, y), colour, ground, logical)
        box = (x + ink.x, y + ink.y, ink.width, ink.height)
        self._strokes(context, layout, text, (x, y), box, logical, colour, (width, height))
        surface.flush()
        pixels = np.ndarray((height, surface.get_stride() // 4, 4), np.uint8, surface.get_data())[:, :width, 2::-1]
        return self._cut(pixels.astype(np.float32), box, (y, y + logical.height))

    def _text(self, context, layout, origin, colour, ground, logical) -> None:
        """The text itself: plain, etched, shaded, or with its selected part in other colours."""
        r = self.random
        kind = r.random()
        if kind < 0.04:  # etched, as what is disabled
            context.set_source_rgb(*(min(1, c + 0.3) for c in ground))
            context.move_to(origin[0] + 1, origin[1] + 1)
            PangoCairo.show_layout(context, layout)
            colour = tuple((a + b) / 2 for a, b in zip(colour, ground))
        elif kind < 0.07:  # with a shadow
            context.set_source_rgba(0, 0, 0, r.uniform(0.3, 0.9))
            context.move_to(origin[0] + r.randint(1, 2), origin[1] + r.randint(1, 2))
            PangoCairo.show_layout(context, layout)
        context.set_source_rgb(*colour)
        context.move_to(*origin)
        PangoCairo.show_layout(context, layout)
        if kind > 0.86:  # a part, or all of it, is selected
            first, last = sorted((r.random() * logical.width, r.random() * logical.width))
            if r.random() < 0.3:
                first, last = -3, logical.width + 3
            mark, ink = self._colours()
            context.save()
            context.rectangle(int(origin[0] + first), origin[1] + r.randint(-2, 1), max(2, int(last - first)), logical.height + r.randint(0, 3))
            context.clip()
            context.set_source_rgb(*mark)
            context.paint()
            context.set_source_rgb(*ink)
            context.move_to(*origin)
            PangoCairo.show_layout(context, layout)
            context.restore()

    def _neighbours(self, context, layout, text, origin, logical, colour, size) -> None:
        """Lines above and below, of which a cut may show the edge, and what stands beside."""
        r = self.random
        other = layout.copy()
        for offset in (-1, 1):
            if r.random() < 0.3:
                other.set_text(self.texts.draw(), -1)
                context.set_source_rgb(*colour)
                context.move_to(origin[0] + r.randint(-30, 10), origin[1] + offset * (logical.height + r.randint(-1, 5)))
                PangoCairo.show_layout(context, other)

    def _behind(self, context, origin, ink, logical, ground, colour) -> None:
        """A field, a button or a row behind the text."""
        r = self.random
        if r.random() < 0.15:
            field, _ = self._colours()
            if abs(_luminance(field) - _luminance(colour)) > 0.3:
                context.set_source_rgb(*field)
                context.rectangle(origin[0] - r.randint(1, 12), origin[1] - r.randint(0, 5), logical.width + r.randint(2, 30), logical.height + r.randint(0, 8))
                context.fill()

    def _strokes(self, context, layout, text, origin, box, logical, colour, size) -> None:
        """Frames, carets, underlines: thin things that touch letters."""
        r = self.random
        shade = colour if r.random() < 0.4 else tuple(r.random() for _ in range(3))
        context.set_source_rgb(*shade)

        def bar(x, y, width, height):
            context.rectangle(round(x), round(y), max(1, round(width)), max(1, round(height)))
            context.fill()

        x, y, width, height = box
        if r.random() < 0.12:  # sides of a frame, at or near the letters
            gap, thick = r.choice([0, 0, 1, 1, 2, 3, 5]), r.choice([1, 1, 1, 2])
            for side in r.sample("ltrb", r.randint(1, 4)):
                if side == "l":
                    bar(x - gap - thick, 0, thick, size[1])
                elif side == "r":
                    bar(x + width + gap, 0, thick, size[1])
                elif side == "t":
                    bar(0, y - gap - thick, size[0], thick)
                else:
                    bar(0, y + height + gap, size[0], thick)
        if r.random() < 0.1:  # a caret before, behind or between the letters
            place = layout.get_cursor_pos(r.choice([0, len(text.encode()), len(text[: r.randint(0, len(text))].encode())]))[0]
            context.set_source_rgb(*(colour if r.random() < 0.7 else shade))
            bar(origin[0] + place.x / Pango.SCALE + r.choice([-1, 0, 0]), origin[1] + r.randint(-1, 1), r.choice([1, 1, 1, 2]), logical.height + r.randint(-1, 1))
        elif r.random() < 0.04:  # a block on a letter, which shows through it in the ground's colour
            index = len(text[: r.randint(0, len(text) - 1)].encode())
            place = layout.index_to_pos(index)
            cell = (round(origin[0] + place.x / Pango.SCALE), origin[1], max(2, round(place.width / Pango.SCALE)), logical.height)
            context.save()
            context.rectangle(*cell)
            context.clip()
            context.paint()
            context.set_source_rgb(*((1, 1, 1) if _luminance(shade) < 0.5 else (0, 0, 0)))
            context.move_to(*origin)
            PangoCairo.show_layout(context, layout)
            context.restore()
        if r.random() < 0.06:  # the underline of an access key, or of a link
            base = origin[1] + layout.get_baseline() / Pango.SCALE + r.randint(1, 2)
            context.set_source_rgb(*colour)
            if r.random() < 0.5:
                bar(x, base, width, 1)
            else:
                place = layout.index_to_pos(len(text[: r.randint(0, len(text) - 1)].encode()))
                bar(origin[0] + place.x / Pango.SCALE, base, max(2, place.width / Pango.SCALE), 1)

    # Bitmap fonts

    def _bitmap(self, text: str) -> np.ndarray | None:
        r = self.random
        number = r.randrange(len(self.bitmaps))
        path, font = self.bitmaps[number]
        if font is None:
            font = _pcf(path)
            self.bitmaps[number] = (path, font)
        left, top, right, bottom = font.getbbox(text)
        if right - left < 1 or bottom - top < 4 or right > 1100:
            return None
        margin = [r.randint(2, 14) for _ in range(4)]
        width, height = right + margin[0] + margin[1], bottom + margin[2] + margin[3]
        ground, ink = self._colours()
        image = Image.new("RGB", (width, height), _bytes(ground))
        pen = ImageDraw.Draw(image)
        cell = max(4, round(right / len(text)))
        kind = r.random()
        x, y = margin[0], margin[2]
        pen.text((x, y), text, font=font, fill=_bytes(ink))
        if kind < 0.25:  # a terminal's block, behind the text or on a letter of it
            place = r.choice([len(text), 0, r.randint(0, len(text) - 1)])
            offset = font.getbbox(text[:place])[2] if place else 0
            shape = (x + offset, y, x + offset + cell - 1, y + bottom - 1)
            if r.random() < 0.25:
                pen.rectangle(shape, outline=_bytes(ink))
            else:
                pen.rectangle(shape, fill=_bytes(ink))
                if place < len(text):
                    pen.text((x + offset, y), text[place], font=font, fill=_bytes(ground))
        elif kind < 0.35:
            pen.rectangle((0, y - r.randint(1, 2), width, height), outline=_bytes(ink))
        pixels = np.asarray(image, np.float32)
        return self._cut(pixels, (x, y + top, right, bottom - top), (y, y + bottom))

    # Cutting and scaling

    def _cut(self, pixels: np.ndarray, ink, line: tuple[float, float]) -> np.ndarray:
        """A cut around the letters as a finder of lines would make it, in luminance."""
        r = self.random
        x, y, width, height = ink
        if r.random() < 0.5:  # the height of the line
            top, bottom = line[0] + r.randint(-1, 2), line[1] + r.randint(-2, 1)
            top, bottom = min(top, y), max(bottom, y + height)
        else:  # the letters and a little more
            top, bottom = y - r.randint(0, 4), y + height + r.randint(0, 4)
        left, right = x - r.randint(0, 6), x + width + r.randint(0, 6)
        top, left = max(0, int(top)), max(0, int(left))
        cut = pixels[top : max(top + 4, int(round(bottom))), left : max(left + 3, int(round(right)))]
        return cut @ np.array([0.299, 0.587, 0.114], np.float32)

    def _scaled(self, line: np.ndarray) -> np.ndarray:
        scale = HEIGHT / line.shape[0]
        width = min(_GREATEST_WIDTH, max(8, round(line.shape[1] * scale)))
        image = Image.fromarray(np.clip(line + 0.5, 0, 255).astype(np.uint8), "L")
        return np.asarray(image.resize((width, HEIGHT), Image.Resampling.BILINEAR))


def _luminance(colour) -> float:
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def _bytes(colour) -> tuple[int, ...]:
    return tuple(round(255 * c) for c in colour)


def _pcf(path: Path) -> ImageFont.ImageFont:
    """A font of the X server in the form that Pillow draws with."""
    with gzip.open(path) as file, tempfile.TemporaryDirectory() as folder:
        PcfFontFile.PcfFontFile(io.BytesIO(file.read()), "iso8859-1").save(f"{folder}/font")
        return ImageFont.load(f"{folder}/font.pil")
