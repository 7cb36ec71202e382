"""Texts, terminals, pages of the web, pictures, keypads, months, chats."""

import math

from lists import Lists
from looks import against, mixed


class Pages(Lists):
    def document(self, x, y, w, h, depth=0) -> None:
        look, r = self.look, self.random
        m, ground = r.choice([4, 10, 40]), look.base
        if m == 40 and w > 300:
            self.fill(x, y, w, h, mixed(look.ground, (0, 0, 0), 0.15))
            x, w = x + w // 8, w - w // 4
        self.fill(x, y, w, h, ground)
        self.element("textArea", x, y, w, h)
        family, size, at = r.choice(self.families), r.choice([11, 12, 13, 14, 16]), y + m
        while at < y + h - 14:
            if self.chance(0.12):
                big = size + r.choice([3, 6, 12])
                self.text(self.label(40), x + m, at, w - 2 * m, big * 1.5, self.ink(ground), size=big, is_bold=self.chance(0.7), family=family)
                at += big * 2
                continue
            text = " ".join(self.texts.draw() for _ in range(4))
            count = int((w - 2 * m) / (size * 0.55))
            for i in range(r.randint(1, 6)):
                self.text(text[i * 7 : i * 7 + (count if i < 5 else r.randint(8, 40))].strip(), x + m, at, w - 2 * m, size * 1.4, self.ink(ground), size=size, family=family)
                at += round(size * 1.45)
            at += size * r.choice([0, 0.6])

    def code(self, x, y, w, h, depth=0) -> None:
        """A terminal or an editor of code: lines of one width, some coloured."""
        look, r = self.look, self.random
        is_terminal = self.chance(0.5)
        ground = r.choice([(0, 0, 0), (0.1, 0.1, 0.12), look.base, (1, 1, 1), (0.16, 0.05, 0.15)])
        self.fill(x, y, w, h, ground)
        self.element("textArea", x, y, w, h)
        family = r.choice([f for f in self.families if "Mono" in f or "Code" in f] or self.families)
        size, at, lead = r.choice([10, 11, 12, 13, 14]), y + 3, 0 if is_terminal else r.choice([0, 34])
        for i in range(r.randint(3, 80)):
            if at + size > y + h:
                break
            if lead:
                self.text(str(i + 1), x, at, lead - 8, size * 1.35, mixed(ground, against(ground), 0.45), 1, size, family=family)
            if self.chance(0.85):
                ink = mixed(ground, (r.random(), r.random(), r.random()), 0.6) if self.chance(0.25) else self.ink(ground)
                if abs(sum(ink) - sum(ground)) < 0.7:
                    ink = self.ink(ground)
                self.text(" ".join(self.texts.draw() for _ in range(r.randint(1, 3))), x + 4 + lead + 16 * r.choice([0, 0, 1, 2]), at, w - lead - 24, size * 1.35, ink, size=size, family=family)
            at += round(size * 1.35)

    def page(self, x, y, w, h, depth=0) -> None:
        """A page of the web: links in a row, a heading, cards with pictures, buttons."""
        look, r = self.look, self.random
        self.fill(x, y, w, h, look.base)
        before, look.ground = look.ground, look.base
        at, left = y, x + 12
        for _ in range(r.randint(2, 7)):
            text = self.label(14)
            wide = self.measure(text)
            if left + wide > x + w - 20:
                break
            self.text(text, left, at + 4, wide + 2, look.row, look.accent if self.chance(0.4) else self.ink(look.base))
            self.element("link", left, at + 4, wide, look.row)
            left += wide + r.randint(10, 30)
        at += look.row + 14
        self.text(self.label(36), x + 12, at, w - 24, 44, self.ink(look.base), size=r.randint(18, 34), is_bold=self.chance(0.6))
        at += 52
        wide, high = r.randint(120, 260), r.randint(110, 220)
        while at + high < y + h:
            left = x + 12
            while left + wide < x + w:
                self.card(left, at, wide, high)
                left += wide + 14
            at += high + 14
        look.ground = before

    def card(self, x, y, w, h) -> None:
        look, r = self.look, self.random
        if self.chance(0.6):
            self.frame(x, y, w, h, look.line, look.radius and 6)
        at = y + 6
        if self.chance(0.6):
            high = int(h * r.uniform(0.3, 0.55))
            self.picture(x + 6, at, w - 12, high)
            at += high + 6
        for i in range(r.randint(1, 4)):
            if at + look.row > y + h - look.control - 6:
                break
            self.text(self.texts.draw(), x + 8, at, w - 16, look.row, self.ink(look.base), is_bold=i == 0)
            at += look.row
        if at + look.control + 4 < y + h:
            self.buttons(x + 8, y + h - look.control - 6, w - 16, look.control)

    def picture(self, x, y, w, h) -> None:
        """Anything that looks like a photograph or drawing."""
        r = self.random
        with self.clipped(x, y, w, h):
            self.graded(x, y, w, h, (r.random(), r.random(), r.random()), (r.random(), r.random(), r.random()))
            for _ in range(r.randint(2, 14)):
                self.context.set_source_rgba(r.random(), r.random(), r.random(), r.uniform(0.2, 1))
                if self.chance(0.5):
                    self.context.arc(x + r.random() * w, y + r.random() * h, r.uniform(2, max(4, h / 2)), 0, 2 * math.pi)
                else:
                    for _ in range(r.randint(3, 6)):
                        self.context.line_to(x + r.random() * w, y + r.random() * h)
                self.context.fill()
        self.element("image", x, y, w, h)

    def drawing(self, x, y, w, h, depth=0) -> None:
        self.fill(x, y, w, h, mixed(self.look.ground, against(self.look.ground), 0.2))
        m = self.random.choice([0, 10, 30])
        if w > 2 * m + 20 and h > 2 * m + 20:
            self.picture(x + m, y + m, w - 2 * m, h - 2 * m)

    def keypad(self, x, y, w, h, depth=0) -> None:
        """Buttons in a grid, as calculators, keyboards, games and boards have."""
        look, r = self.look, self.random
        columns, rows = r.randint(3, 9), r.randint(3, 7)
        gap, at = r.choice([0, 1, 2, 4, 6]), y + 4
        if self.chance(0.5):
            self.field(x + 4, at, w - 8, look.control + 8)
            at += look.control + 14
        wide, high = min(110, (w - 8) // columns), min(70, (y + h - at - 4) // rows)
        if wide < 16 or high < 14:
            return
        is_iconic = self.chance(0.15)
        for i in range(rows):
            for j in range(columns):
                text = r.choice([str(r.randint(0, 9)), r.choice("+-×÷=%√.()±^"), r.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), self.label(6)])
                self.button(x + 4 + j * wide, at + i * high, wide - gap, high - gap, "" if is_iconic else text, icon=is_iconic)

    def month(self, x, y, w, h, depth=0) -> None:
        r = self.random
        wide, high = min(70, w // 7), min(50, h // 8)
        if wide < 18 or high < 15:
            return
        self.text(self.label(16), x, y, wide * 7, high, self.ink(self.look.ground), 0.5, is_bold=True)
        day, chosen = -r.randint(0, 6), r.randint(1, 28)
        for i in range(6):
            for j in range(7):
                day += 1
                if 0 < day < 32:
                    ground = self.look.accent if day == chosen else self.look.ground
                    left, top = x + j * wide, y + (i + 1) * high
                    self.fill(left, top, wide, high, ground)
                    self.text(str(day), left, top, wide, high, self.ink(ground), 0.5)
                    self.element("cell", left, top, wide, high, selected=day == chosen)

    def chat(self, x, y, w, h, depth=0) -> None:
        look, at = self.look, y + 8
        while at + 2 * look.row < y + h - look.control - 10:
            text = self.texts.draw()
            wide, is_mine = min(w - 60, self.measure(text) + 20), self.chance(0.4)
            left = x + w - wide - 10 if is_mine else x + 40
            ground = look.accent if is_mine else look.face
            if not is_mine:
                self.icon(x + 8, at, 22, look.ground)
            self.fill(left, at, wide, look.row + 10, ground, 10)
            self.text(text, left + 10, at, wide - 16, look.row + 10, self.ink(ground))
            at += look.row + 18
        self.field(x + 8, y + h - look.control - 6, w - 60, look.control)
        self.button(x + w - 46, y + h - look.control - 6, 38, look.control, "", icon=True)
