"""What stands in windows: forms, lists, trees, tables, icon views, texts, terminals, pages, pictures."""

import math

from looks import against, mixed
from parts import Parts


class Contents(Parts):
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

    # Forms

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

    # Lists, trees, tables

    def rows(self, x, y, w, h, depth=0) -> None:
        look, r = self.look, self.random
        ground = self.well(x, y, w, h) if self.chance(0.8) else look.ground
        self.container("list", x, y, w, h)
        is_tree, has_icons, has_checks = self.chance(0.35), self.chance(0.5), self.chance(0.12)
        bar = look.scroll_width if self.chance(0.45) else 0
        high = look.row + r.choice([0, 0, 2, 6, 12])
        level, chosen, at = 0, r.randint(0, 12), y + 2
        for i in range(r.randint(2, 40)):
            if at + high > y + h:
                break
            is_on = i == chosen
            shade = look.accent if is_on else mixed(ground, against(ground), 0.05) if look.has_zebra and i % 2 else ground
            self.fill(x + 1, at, w - 2 - bar, high, shade)
            left = x + 5
            if is_tree:
                level = max(0, min(4, level + r.choice([-1, 0, 0, 1])))
                left += 16 * level
                if self.chance(0.5):
                    self.arrow(left + 6, at + high / 2, 8, r.choice(["right", "down"]), self.ink(shade))
                left += 14
            if has_checks:
                before, look.ground = look.ground, shade
                self.check(left, at, 20, high, text="")
                look.ground = before
                left += look.check_side + 5
            size = 16 if high < 24 else look.small_icon
            if has_icons and high >= 16:
                self.icon(left, at + (high - size) // 2, size, shade)
                left += size + 4
            self.text(self.label(44), left, at, x + w - bar - left - 4, high, self.ink(shade))
            self.element("treeItem" if is_tree else "listItem", x + 1, at, w - 2 - bar, high, selected=is_on)
            at += high
        if bar:
            self.scrollbar(x + w - bar - 1, y + 1, bar, h - 2)

    def table(self, x, y, w, h, depth=0) -> None:
        look, r = self.look, self.random
        ground = self.well(x, y, w, h) if self.chance(0.8) else look.ground
        self.container("list", x, y, w, h)
        high = look.row + r.choice([0, 0, 2, 6])
        bar = look.scroll_width if self.chance(0.4) else 0
        edges = self.edges(x, w - bar)
        is_sheet, at = self.chance(0.2), y
        if self.chance(0.85):
            for i, (left, right) in enumerate(zip(edges, edges[1:])):
                shade = self.face(left, at, right - left, high) if self.chance(0.8) else ground
                self.text(chr(65 + i % 26) if is_sheet else self.label(18), left + 5, at, right - left - 16, high, self.ink(shade), 0.5 if is_sheet else 0)
                self.element("columnHeader", left, at, right - left, high)
                if self.chance(0.08):
                    self.arrow(right - 8, at + high / 2, 7, r.choice(["up", "down"]), self.ink(shade))
            at += high
        chosen, aligns = r.randint(0, 14), [r.choice([0, 0, 0, 1]) for _ in edges]
        for i in range(r.randint(1, 45)):
            if at + high > y + h:
                break
            shade = look.accent if i == chosen else mixed(ground, against(ground), 0.05) if look.has_zebra and i % 2 else ground
            self.fill(x + 1, at, w - 2 - bar, high, shade)
            for left, right, align in zip(edges, edges[1:], aligns):
                if is_sheet and self.chance(0.4):
                    self.element("cell", left, at, right - left, high, selected=i == chosen)
                    continue
                lead = 0
                if left == edges[0] and high >= 16 and self.chance(0.3):
                    lead = 20 if self.icon(left + 3, at + (high - 16) // 2, 16, shade) else 0
                self.text(self.label(30), left + 5 + lead, at, right - left - 9 - lead, high, self.ink(shade), align)
                self.element("cell", left, at, right - left, high, selected=i == chosen)
            if look.has_grid or is_sheet:
                self.line([(x, at + high - 0.5), (x + w - bar, at + high - 0.5)], look.line)
            at += high
        if look.has_grid or is_sheet:
            for edge in edges[1:]:
                self.line([(edge - 0.5, y), (edge - 0.5, y + h if is_sheet else at)], look.line)
        if bar:
            self.scrollbar(x + w - bar - 1, y + 1, bar, h - 2)

    def edges(self, x, w) -> list[float]:
        count = max(1, min(9, int(w / self.random.randint(55, 160))))
        shares = [self.random.uniform(0.5, 1.6) for _ in range(count)]
        edges = [x]
        for share in shares:
            edges.append(edges[-1] + int(w * share / sum(shares)))
        return edges

    def icon_view(self, x, y, w, h, depth=0) -> None:
        look, r = self.look, self.random
        ground = self.well(x, y, w, h) if self.chance(0.6) else look.ground
        self.container("list", x, y, w, h)
        size = r.choice([22, 32, 48, 48])
        wide, high = size + r.randint(20, 60), size + look.row + r.randint(8, 24)
        left, top, has_words = x + 6, y + 6, self.chance(0.85)
        while top + high < y + h:
            shade = ground
            is_on = self.chance(0.04)
            if is_on:
                shade = look.accent
                self.fill(left, top, wide, high, shade, look.radius and 4)
            self.icon(left + (wide - size) // 2, top + 3, size, shade)
            if has_words:
                self.text(self.label(18), left + 1, top + size + 4, wide - 2, look.row, self.ink(shade), 0.5)
            self.element("listItem", left, top, wide, high if has_words else size + 6, selected=is_on)
            left += wide + 4
            if left + wide > x + w:
                left, top = x + 6, top + high + 6
            if self.chance(0.03):
                break

    # Texts and pictures

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
