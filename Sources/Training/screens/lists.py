"""Lists, trees, tables and icon views."""

from forms import Forms
from looks import against, mixed


class Lists(Forms):
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
