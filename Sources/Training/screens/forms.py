"""Forms and settings: labels, fields, checks and buttons in rows."""

from looks import mixed
from parts import Parts


class Forms(Parts):
    def form(self, x, y, w, h, depth=0) -> None:
        look, r = self.look, self.random
        at, m = y + look.gap, r.choice([6, 10, 14, 20])
        column = min(int(w * r.uniform(0.2, 0.45)), r.randint(60, 200))
        align = r.choice([0, 0, 1])
        while at + look.control < y + h:
            high, kind = look.control, r.random()
            if kind < 0.42:
                text = self.label(26) + r.choice(["", ":", ":"])
                self.text(text, x + m, at, column - m, high, self.ink(look.ground), align)
                left, wide = x + m + column, min(w - column - 2 * m, r.choice([90, 140, 200, 300, 700]))
                if wide > 40:
                    self.control(left, at, wide, high)
            elif kind < 0.7:
                self.check(x + m + r.choice([0, 0, column]), at, w - 2 * m - column, look.row, r.choice(["checkbox", "checkbox", "radioButton"]))
                high = look.row
            elif kind < 0.78:
                self.buttons(x + m, at, w - 2 * m, high)
            elif kind < 0.84:
                self.text(self.label(30), x + m, at, w - 2 * m, high, self.ink(look.ground), is_bold=True, size=look.size + r.choice([0, 0, 2, 6]))
            elif kind < 0.9:
                high = look.row * r.randint(1, 3)
                for i in range(high // look.row):
                    self.text(self.texts.draw(), x + m, at + i * look.row, w - 2 * m, look.row, self.ink(look.ground))
            elif kind < 0.94 and at + 4 * look.row < y + h:
                high = r.randint(3, 6) * look.row
                self.text_area(x + m, at, w - 2 * m, high)
            elif kind < 0.97:
                self.line([(x + m, at + 3.5), (x + w - m, at + 3.5)], look.line)
                high = 6
            else:
                high = look.control + 10
            at += high + look.gap

    def control(self, x, y, w, h) -> None:
        r, look = self.random, self.look
        kind = r.random()
        if kind < 0.42:
            self.field(x, y, w, h)
        elif kind < 0.62:
            self.combo(x, y, w, h)
        elif kind < 0.74:
            self.field(x, y, min(w, r.choice([60, 80, 110])), h, "spinButton")
        elif kind < 0.8:
            self.slider(x, y, w, h)
        elif kind < 0.85:
            self.switch(x, y, h)
        elif kind < 0.89:
            self.progress(x, y, w, h)
        elif kind < 0.93:
            text = self.label(26)
            wide = self.text(text, x, y, w, h, mixed(look.ground, look.accent, 0.9))
            self.element("link", x, y + (h - look.row) // 2, wide, look.row)
        elif kind < 0.97:
            self.button(x, y, min(w, 34), h, "", icon=True)
        else:
            side = min(w, r.choice([20, 30, 50]))
            self.button(x, y, side, h, "")
            self.fill(x + 4, y + 4, side - 8, h - 8, (r.random(), r.random(), r.random()))

    def text_area(self, x, y, w, h) -> None:
        ground = self.well(x, y, w, h)
        self.element("textArea", x, y, w, h)
        with self.clipped(x + 2, y + 2, w - 4, h - 4):
            for i in range(self.random.randint(0, max(1, int(h / self.look.row)))):
                self.text(self.texts.draw(), x + 6, y + 4 + i * self.look.row, w - 12, self.look.row, self.ink(ground))

    def buttons(self, x, y, w, h, align=None, default=True) -> None:
        r = self.random
        texts = [self.label(18) for _ in range(r.randint(1, 4))]
        least, has_icons = r.choice([0, 60, 80, 90]), self.chance(0.3)
        widths = [max(least, self.measure(t) + r.choice([14, 20, 28]) + (22 if has_icons else 0)) for t in texts]
        gap = r.choice([0, 4, 6, 8, 12])
        left = x + max(0, w - sum(widths) - gap * len(texts)) * (r.choice([0, 0.5, 1]) if align is None else align)
        chosen = r.randint(0, 2 * len(texts)) if default else -1
        for i, (text, wide) in enumerate(zip(texts, widths)):
            if left + wide > x + w:
                break
            self.button(round(left), y, wide, h, text, icon=has_icons, is_default=i == chosen)
            left += wide + gap

    def settings(self, x, y, w, h, depth=0) -> None:
        """Rows of a name, a word about it and a switch or button at the right, often on cards."""
        look, r = self.look, self.random
        high, at = look.row * 2 + r.randint(4, 16), y + 8
        card = look.base if self.chance(0.6) else look.ground
        m, has_icons = r.choice([4, 12, 30]), self.chance(0.5)
        while at + high < y + h:
            before, look.ground = look.ground, card
            self.fill(x + m, at, w - 2 * m, high - 1, card, look.radius and 6)
            self.element("listItem", x + m, at, w - 2 * m, high - 1)
            left = x + m + 12
            if has_icons:
                size = r.choice([22, 32])
                self.icon(left, at + (high - size) // 2, size, card)
                left += size + 10
            self.text(self.label(30), left, at + 2, w * 0.55, high / 2, self.ink(card))
            self.text(self.texts.draw(), left, at + high / 2 - 2, w * 0.55, high / 2, mixed(card, self.ink(card), 0.65), size=look.size - 1)
            right = x + w - m - 12
            if self.chance(0.6):
                self.switch(right - 52, at, high)
            elif w > 260:
                self.control(right - 100, at + (high - look.control) // 2, 100, look.control)
            look.ground = before
            at += high + r.choice([0, 0, 8])
