"""What stands in windows: one of all kinds of contents, split, in tabs or in frames."""

from pages import Pages


class Contents(Pages):
    def content(self, x, y, w, h, depth=0) -> None:
        """Fills a rectangle with something that fits there."""
        if w < 60 or h < 40:
            return
        kinds = [(self.form, 20), (self.rows, 13), (self.table, 12), (self.icon_view, 9), (self.document, 8), (self.code, 6), (self.page, 8), (self.keypad, 5), (self.drawing, 5), (self.month, 3), (self.chat, 3), (self.settings, 6), (self.nothing, 1)]
        if depth < 3 and w > 260 and h > 120:
            kinds += [(self.split, 34), (self.tabbed, 10), (self.framed, 5)]
        draw = self.random.choices([k for k, _ in kinds], [v for _, v in kinds])[0]
        with self.clipped(x, y, w, h):
            draw(x, y, w, h, depth)

    def nothing(self, x, y, w, h, depth) -> None:
        if self.chance(0.5):
            self.text(self.label(40), x, y, w, h, self.ink(self.look.ground), 0.5)

    def split(self, x, y, w, h, depth) -> None:
        gap, share = self.random.choice([1, 2, 4, 6]), self.random.uniform(0.22, 0.7)
        if w > h * self.random.uniform(0.8, 1.6):
            a = int(w * share)
            self.content(x, y, a, h, depth + 1)
            if self.chance(0.5):
                self.line([(x + a + 0.5, y), (x + a + 0.5, y + h)], self.look.line)
            self.content(x + a + gap, y, w - a - gap, h, depth + 1)
        else:
            a = int(h * share)
            self.content(x, y, w, a, depth + 1)
            self.content(x, y + a + gap, w, h - a - gap, depth + 1)

    def tabbed(self, x, y, w, h, depth) -> None:
        used = self.tabs(x, y, w)
        self.content(x + 4, y + used + 2, w - 8, h - used - 4, depth + 1)

    def framed(self, x, y, w, h, depth) -> None:
        m, head = 6, self.look.size + 4
        self.frame(x + m, y + m + head / 2, w - 2 * m, h - 2 * m - head / 2, self.look.line, self.look.radius and 4)
        self.container("group", x + m, y + m + head / 2, w - 2 * m, h - 2 * m - head / 2)
        text = self.label(24)
        wide = self.measure(text) + 6
        self.fill(x + m + 10, y + m, wide, head, self.look.ground)
        self.text(text, x + m + 13, y + m, w - 40, head, self.ink(self.look.ground))
        self.content(x + m + 8, y + m + head + 4, w - 2 * m - 16, h - 2 * m - head - 12, depth + 2)
