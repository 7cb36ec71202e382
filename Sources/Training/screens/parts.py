"""Parts of windows: bars, tabs, lists, trees, tables, menus, dialogs' rows."""

import meanings
import roles
from controls import Controls
from looks import against, mixed


class Parts(Controls):
    # Bars

    def title_bar(self, x, y, w, h, is_active=True) -> None:
        look = self.look
        ground = look.title if is_active else mixed(look.title, look.ground, 0.5)
        if self.chance(0.25):
            self.graded(x, y, w, h, mixed(ground, (1, 1, 1), 0.15), mixed(ground, (0, 0, 0), 0.1))
        else:
            self.fill(x, y, w, h, ground)
        self.element("titleBar", x, y, w, h)
        ink, side = self.ink(ground), min(h - 2, self.random.choice([16, 20, 24, 30]))
        kinds = ["window-close", "window-maximize", "window-minimize"][: self.random.choice([1, 3, 3, 3])]
        step = side + self.random.choice([0, 1, 4, 8])
        for i, kind in enumerate(kinds):
            left = x + w - 3 - side - i * step if look.title_side == "right" else x + 3 + i * step
            self.window_button(left, y + (h - side) // 2, side, kind, ground)
        used = len(kinds) * step + 8
        left = x + (used if look.title_side == "left" else 6)
        if look.title_side == "right" and self.chance(0.3) and h >= 18:
            self.icon(left, y + (h - 16) // 2, 16, ground)
            left += 20
        self.text(self.label(50), left, y, w - used - (left - x if look.title_side == "right" else 6), h, ink, self.random.choice([0, 0.5, 0.5]), is_bold=self.chance(0.5))

    def window_button(self, x, y, side, kind, ground) -> None:
        style, s = self.look.title_style, max(6, side * 0.42)
        if style == "circles":
            self.fill(x + side * 0.15, y + side * 0.15, side * 0.7, side * 0.7, self.random.choice([(0.95, 0.35, 0.3), (0.98, 0.75, 0.2), (0.3, 0.8, 0.3), self.look.face]), 99)
        elif style == "boxes":
            ground = self.face(x, y, side, side)
        self.element("button", x, y, side, side)
        number = meanings.CLASS_OF[kind]
        if style == "icons" and side >= 16 and self.icon(x + (side - 16) // 2, y + (side - 16) // 2, 16, ground, number):
            return
        ink, left, top = self.ink(ground), x + (side - s) / 2, y + (side - s) / 2
        thick = self.random.choice([1, 1.5, 2])
        if kind == "window-close":
            self.line([(left, top), (left + s, top + s)], ink, thick)
            self.line([(left + s, top), (left, top + s)], ink, thick)
        elif kind == "window-maximize":
            self.frame(round(left), round(top), round(s), round(s), ink)
        else:
            self.line([(left, round(top + s * 0.8)), (left + s, round(top + s * 0.8))], ink, thick)
        self.note(roles.ICON, 0, left, top, s, max(4, s), icon=number)

    def menu_bar(self, x, y, w, h) -> None:
        self.fill(x, y, w, h, self.look.bar)
        at, pad = x + 2, self.random.choice([5, 7, 9, 12])
        opened = self.random.randint(0, 20)
        for i in range(self.random.randint(3, 10)):
            text = self.label(12)
            wide = self.measure(text) + 2 * pad
            if at + wide > x + w:
                break
            ground = self.look.bar
            if i == opened:
                ground = self.look.accent
                self.fill(at, y, wide, h, ground)
            self.text(text, at + pad, y, wide - pad, h, self.ink(ground))
            self.element("menuItem", at, y, wide, h, selected=i == opened)
            at += wide
        if self.chance(0.4):
            self.line([(x, y + h - 0.5), (x + w, y + h - 0.5)], self.look.line)

    def tool_bar(self, x, y, w) -> int:
        look, size = self.look, self.look.tool_icon
        pad = self.random.choice([2, 3, 4, 6, 8])
        words = look.size + 3 if look.tool_style == "below" else 0
        h = size + 2 * pad + words if look.tool_style != "words" else look.control
        self.fill(x, y, w, h, look.bar)
        if self.chance(0.4):
            self.line([(x, y + h - 0.5), (x + w, y + h - 0.5)], look.line)
        self.container("toolbar", x, y, w, h)
        at, is_framed = x + self.random.randint(1, 8), self.chance(0.25)
        before = look.ground
        look.ground = look.bar
        while at < x + w - size - 20:
            kind = self.random.random()
            if kind < 0.1:
                if self.chance(0.6):
                    self.line([(at + 3.5, y + 3), (at + 3.5, y + h - 3)], look.line)
                at += self.random.randint(6, 12)
                continue
            if kind < 0.16 and at + 130 < x + w and look.tool_style != "below":
                wide, high = self.random.randint(50, 130), min(h - 2, look.control)
                self.random.choice([self.field, self.combo])(at, y + (h - high) // 2, wide, high)
                at += wide + 4
                continue
            if kind > 0.97:
                at += self.random.randint(20, 200)
                continue
            at += self.tool(at, y, h, size, pad, is_framed, x + w)
        look.ground = before
        return h

    def tool(self, x, y, h, size, pad, is_framed, limit) -> int:
        look = self.look
        is_disabled, is_checked = self.chance(0.18), self.chance(0.07)
        text = self.label(14) if look.tool_style != "icons" else ""
        wide = size + 2 * pad
        if look.tool_style == "below":
            wide = max(wide, self.measure(text, look.size - 1) + 6)
        elif look.tool_style in ("beside", "words"):
            wide = self.measure(text) + 2 * pad + (size + 4 if look.tool_style == "beside" else 4)
        has_arrow = self.chance(0.06)
        wide += 12 if has_arrow else 0
        if x + wide > limit:
            return wide
        ground = self.face(x, y + 1, wide, h - 2, is_checked, is_flat=not is_framed, is_disabled=is_disabled)
        ink = self.ink(ground, is_disabled)
        self.element("toggleButton" if is_checked else "button", x, y, wide, h, checked=is_checked, disabled=is_disabled)
        inner = wide - (12 if has_arrow else 0)
        if look.tool_style == "below":
            self.icon(x + (inner - size) // 2, y + pad, size, ground, is_disabled=is_disabled)
            self.text(text, x + 2, y + pad + size, wide - 4, look.size + 4, ink, 0.5, look.size - 1)
        elif look.tool_style == "words":
            self.text(text, x + pad + 2, y, inner - pad, h, ink)
        else:
            self.icon(x + pad, y + (h - size) // 2, size, ground, is_disabled=is_disabled)
            if text:
                self.text(text, x + pad + size + 3, y, inner - pad - size - 3, h, ink)
        if has_arrow:
            self.arrow(x + wide - 8, y + h / 2, 7, "down", ink)
        return wide

    def status_bar(self, x, y, w, h) -> None:
        self.fill(x, y, w, h, self.look.bar)
        at = x + 5
        for _ in range(self.random.randint(1, 4)):
            text = self.label(30)
            wide = min(self.measure(text, self.look.size - 1) + 2, x + w - at - 4)
            if wide < 12:
                break
            self.text(text, at, y, wide, h, self.ink(self.look.bar), size=self.look.size - 1)
            at += wide + self.random.randint(14, 120)
            if self.chance(0.3):
                self.line([(at - 7.5, y + 2), (at - 7.5, y + h - 2)], self.look.line)

    def tabs(self, x, y, w) -> int:
        look = self.look
        h, at, chosen = look.control + 2, x, self.random.randint(0, 3)
        strip = mixed(look.ground, against(look.ground), self.random.choice([0, 0.05, 0.12]))
        self.fill(x, y, w, h, strip)
        is_closable = self.chance(0.25)
        for i in range(self.random.randint(2, 7)):
            text = self.label(18)
            icon = 20 if self.chance(0.2) else 0
            wide = self.measure(text) + 20 + icon + (18 if is_closable else 0)
            if at + wide > x + w:
                break
            is_on = i == chosen
            ground = look.ground if is_on else strip
            if look.tab_style in ("box", "joined"):
                ground = ground if is_on else mixed(strip, against(strip), 0.06)
                self.fill(at, y + (0 if is_on else 2), wide, h, ground, min(look.radius, 5))
                self.frame(at, y + (0 if is_on else 2), wide, h + 4, look.line, min(look.radius, 5))
            elif look.tab_style == "pill" and is_on:
                ground = mixed(strip, look.accent, 0.35)
                self.fill(at + 1, y + 2, wide - 2, h - 4, ground, look.radius)
            elif is_on:
                self.fill(at, y + h - 3, wide, 3, look.accent)
            if icon:
                self.icon(at + 8, y + (h - 16) // 2, 16, ground)
            self.text(text, at + 10 + icon, y, wide - 14 - icon, h, self.ink(ground))
            if is_closable:
                self.window_button(at + wide - 18, y + (h - 14) // 2, 14, "window-close", ground)
            self.element("tab", at, y, wide, h, selected=is_on)
            at += wide + (0 if look.tab_style == "joined" else self.random.choice([0, 1, 3]))
        self.line([(x, y + h + 0.5), (x + w, y + h + 0.5)], look.line)
        return h + 2

    # Menus

    def menu(self, x, y, most_height) -> None:
        look, row = self.look, self.look.row + self.random.choice([0, 2, 4])
        count = max(2, min(self.random.randint(3, 16), int(most_height - 8) // row))
        rows = [(self.label(30), self.random.random()) for _ in range(count)]
        has_icons, has_keys = self.chance(0.5), self.chance(0.6)
        lead = 26 if has_icons or self.chance(0.5) else 10
        w = max(self.measure(t) for t, _ in rows) + lead + (80 if has_keys else 30)
        h = count * row + 6
        x, y = max(0, min(x, self.width - w - 2)), max(0, min(y, self.height - h - 2))
        self.cover(x, y, w, h)
        ground = look.base if self.chance(0.5) else look.ground
        if look.has_shadow:
            self.context.set_source_rgba(0, 0, 0, 0.3)
            self.context.rectangle(x + 3, y + 3, w, h)
            self.context.fill()
        self.fill(x, y, w, h, ground, min(look.radius, 6))
        self.frame(x, y, w, h, look.line, min(look.radius, 6))
        self.container("menu", x, y, w, h)
        hovered = self.random.randint(0, count * 2)
        for i, (text, kind) in enumerate(rows):
            self.menu_row(x + 1, y + 3 + i * row, w - 2, row, text, kind, lead, has_icons, has_keys, look.accent if i == hovered else ground, i == hovered)

    def menu_row(self, x, y, w, h, text, kind, lead, has_icons, has_keys, ground, is_hovered) -> None:
        if kind < 0.1:
            self.line([(x + 4, y + h // 2 + 0.5), (x + w - 4, y + h // 2 + 0.5)], self.look.line)
            return
        is_disabled = kind > 0.85 and not is_hovered
        if is_hovered:
            self.fill(x + 1, y, w - 2, h, ground, min(self.look.radius, 5))
        ink, is_checked = self.ink(ground, is_disabled), False
        if lead > 20 and kind < 0.2:
            is_checked = True
            self.line([(x + 8, y + h / 2), (x + 11, y + h / 2 + 4), (x + 18, y + h / 2 - 5)], ink, 1.6)
        elif has_icons and kind < 0.75 and h >= 16:
            self.icon(x + 5, y + (h - 16) // 2, 16, ground, is_disabled=is_disabled)
        self.text(text, x + lead, y, w - lead - 8, h, ink)
        if kind > 0.7 and kind < 0.8:
            self.arrow(x + w - 10, y + h / 2, 8, "right", ink)
        elif has_keys and kind > 0.35:
            key = self.random.choice(["Ctrl+", "Ctrl+Shift+", "Alt+", "", "Shift+"]) + self.random.choice("ABCDEFGHNOPQSTVWXYZ")
            key = key if "+" in key else f"F{self.random.randint(1, 12)}"
            self.text(key, x + w - 70, y, 62, h, mixed(ground, ink, 0.7), 1.0)
        self.element("menuItem", x, y, w, h, checked=is_checked, disabled=is_disabled, selected=is_hovered)
