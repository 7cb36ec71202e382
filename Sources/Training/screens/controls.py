"""Controls, drawn in the look of the canvas; each notes what it is. A method gives the width or height that it used."""

from canvas import Canvas
from looks import Colour, against, mixed


class Controls(Canvas):
    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def label(self, most: int = 40) -> str:
        """A short text as labels have."""
        for _ in range(6):
            text = self.texts.draw()
            if len(text) <= most:
                break
        return text[:most].strip() or "OK"

    # Surfaces

    def face(self, x, y, w, h, is_pressed=False, is_default=False, is_flat=False, is_disabled=False) -> Colour:
        """The body of a button; gives the colour under its text."""
        look = self.look
        ground = look.accent if is_default and look.bevel != "raised" else look.face
        if is_pressed:
            ground = mixed(ground, against(ground), 0.18) if self.chance(0.6) else look.accent
        if is_disabled:
            ground = mixed(look.ground, ground, 0.5)
        if is_flat and not is_pressed:
            return look.ground
        bevel = look.bevel
        if bevel == "gradient":
            self.graded(x, y, w, h, mixed(ground, (1, 1, 1), 0.15), mixed(ground, (0, 0, 0), 0.12), look.radius)
        elif not (bevel in ("borderless", "material") and is_flat):
            self.fill(x, y, w, h, ground, look.radius)
        if bevel in ("outline", "gradient", "pill"):
            self.frame(x, y, w, h, look.line, look.radius)
        elif bevel in ("raised", "groove"):
            self.relief(x, y, w, h, is_pressed, ground)
            if is_default:
                self.frame(x - 1, y - 1, w + 2, h + 2, (0, 0, 0))
        elif bevel == "material" and look.has_shadow:
            self.line([(x + 2, y + h + 0.5), (x + w - 2, y + h + 0.5)], mixed(look.ground, (0, 0, 0), 0.3))
        return ground

    def well(self, x, y, w, h, is_focused=False, is_disabled=False) -> Colour:
        """The body of a field; gives the colour under its text."""
        look = self.look
        ground = mixed(look.base, look.ground, 0.6) if is_disabled else look.base
        edge = look.accent if is_focused else look.line
        if look.bevel == "material" and self.random.random() < 0.9:
            self.fill(x, y, w, h, mixed(look.ground, look.base, 0.5))
            self.line([(x, y + h - 0.5), (x + w, y + h - 0.5)], edge, 2 if is_focused else 1)
            return mixed(look.ground, look.base, 0.5)
        self.fill(x, y, w, h, ground, min(look.radius, 8))
        if look.bevel in ("raised", "groove"):
            self.relief(x, y, w, h, True)
        elif look.bevel != "borderless" or luminous(ground, look.ground):
            self.frame(x, y, w, h, edge, min(look.radius, 8), 2 if is_focused else 1)
        return ground

    def ink(self, ground: Colour, is_disabled=False) -> Colour:
        colour = mixed(ground, against(ground), self.random.uniform(0.8, 1))
        return mixed(ground, colour, self.look.disabled) if is_disabled else colour

    # Buttons

    def button(self, x, y, w, h, text=None, role="button", icon=False, is_flat=False, is_default=False, is_checked=False, is_disabled=None) -> None:
        is_disabled = self.chance(0.1) if is_disabled is None else is_disabled
        ground = self.face(x, y, w, h, is_checked, is_default, is_flat, is_disabled)
        ink = self.ink(ground, is_disabled)
        text = self.label(24) if text is None else text
        size = min(self.look.small_icon, 22 if h >= 24 else 16)
        self.element(role, x, y, w, h, checked=is_checked, disabled=is_disabled)
        if icon and not text:
            self.icon(x + (w - size) // 2, y + (h - size) // 2, size, ground, is_disabled=is_disabled)
            return
        needed = self.measure(text)
        lead = size + 5 if icon and h >= size else 0
        left = x + max(3, (w - needed - lead) / 2)
        if lead:
            self.icon(left, y + (h - size) // 2, size, ground, is_disabled=is_disabled)
        self.text(text, left + lead, y, x + w - left - lead - 3, h, ink)

    def check(self, x, y, w, h, role="checkbox", text=None) -> None:
        look, side = self.look, min(self.look.check_side, h)
        is_checked, is_disabled = self.chance(0.5), self.chance(0.1)
        top, radius = y + (h - side) // 2, side / 2 if role == "radioButton" else min(look.radius, 3)
        ground = mixed(look.ground, look.base, 0.4) if is_disabled else look.base
        is_filled = is_checked and look.check_style in ("fill", "fillTick") and not is_disabled
        if is_filled:
            ground = look.accent
        self.fill(x, top, side, side, ground, radius)
        if look.bevel == "raised" and role == "checkbox":
            self.relief(x, top, side, side, True)
        else:
            self.frame(x, top, side, side, look.line if not is_filled else mixed(ground, (0, 0, 0), 0.2), radius)
        ink = mixed(ground, against(ground), 0.4 if is_disabled else 0.95)
        if is_checked and role == "radioButton":
            self.fill(x + side * 0.28, top + side * 0.28, side * 0.44, side * 0.44, ink, side)
        elif is_checked and look.check_style == "fill":
            self.fill(x + side * 0.25, top + side * 0.25, side * 0.5, side * 0.5, ink, 1)
        elif is_checked and look.check_style == "cross":
            for a, b in (((0.25, 0.25), (0.75, 0.75)), ((0.75, 0.25), (0.25, 0.75))):
                self.line([(x + side * a[0], top + side * a[1]), (x + side * b[0], top + side * b[1])], ink, max(1.2, side / 8))
        elif is_checked:
            self.line([(x + side * p, top + side * q) for p, q in ((0.2, 0.52), (0.42, 0.74), (0.82, 0.26))], ink, max(1.2, side / 7))
        gap, used = 4 + look.gap // 2, side
        text = self.label(36) if text is None else text
        if text:
            used += gap + self.text(text, x + side + gap, y, w - side - gap, h, self.ink(look.ground, is_disabled))
        is_wide = text and self.chance(0.3)
        self.element(role, x, min(top, y + (h - side) // 2) if not text else y, w if is_wide else used, h if text else side, checked=is_checked, disabled=is_disabled)

    def switch(self, x, y, h) -> int:
        look = self.look
        high = min(h, self.random.choice([14, 18, 22, 26]))
        w, top = round(high * self.random.uniform(1.7, 2.2)), y + (h - high) // 2
        is_on, is_disabled = self.chance(0.5), self.chance(0.1)
        track = look.accent if is_on else mixed(look.ground, against(look.ground), 0.25)
        if is_disabled:
            track = mixed(look.ground, track, 0.4)
        radius = 99 if look.bevel != "raised" else 0
        self.fill(x, top, w, high, track, radius)
        if self.chance(0.5):
            self.frame(x, top, w, high, mixed(track, (0, 0, 0), 0.3), radius)
        side = high - self.random.choice([2, 4, 6])
        left = x + w - side - (high - side) / 2 if is_on else x + (high - side) / 2
        self.fill(left, top + (high - side) / 2, side, side, (1, 1, 1) if self.chance(0.8) else look.face, radius)
        self.element("switch", x, top, w, high, checked=is_on, disabled=is_disabled)
        return w

    # Fields

    def field(self, x, y, w, h, role="field", text=None) -> None:
        is_disabled, is_focused = self.chance(0.1), self.chance(0.12)
        ground = self.well(x, y, w, h, is_focused, is_disabled)
        self.element(role, x, y, w, h, disabled=is_disabled)
        pad, left, right = 5, x + 5, x + w - 5
        arrow = max(14, min(h, 26))
        if role == "comboBox":
            right -= arrow
            self.opener(x + w - arrow, y, arrow, h, ground)
        elif role == "spinButton":
            right -= self.steppers(x, y, w, h, ground)
        elif self.chance(0.12) and h >= 18:
            self.icon(x + 4, y + (h - 16) // 2, 16, ground, is_disabled=is_disabled)
            left += 18
        if role == "field" and self.chance(0.1) and h >= 18:
            right -= 18
            self.icon(right, y + (h - 16) // 2, 16, ground)
        kind = self.random.random()
        if kind < 0.1 and role == "field":
            for i in range(self.random.randint(3, 10)):
                self.fill(left + i * 8, y + h / 2 - 2.5, 5, 5, self.ink(ground), 5)
        elif kind < 0.88 or role != "field" or text:
            shade = self.ink(ground, is_disabled or (kind < 0.3 and role == "field"))
            number = str(self.random.randint(0, 9999)) if role == "spinButton" else None
            used = self.text(text or number or self.label(34), left, y, right - left - pad, h, shade)
            if is_focused:
                self.fill(min(left + used + 1, right), y + 4, 1, h - 8, self.ink(ground))

    def opener(self, x, y, w, h, ground) -> None:
        if self.chance(0.4):
            ground = self.face(x, y, w, h)
        self.arrow(x + w / 2, y + h / 2, self.random.choice([7, 8, 10]), "down", self.ink(ground))

    def steppers(self, x, y, w, h, ground) -> int:
        """Two buttons, beside each other or one above the other; gives their width."""
        if self.chance(0.45) and h >= 20:
            for i, kind in enumerate((2, 1)):
                left = x + w - (i + 1) * h
                self.line([(left + 0.5, y + 2), (left + 0.5, y + h - 2)], self.look.line)
                ink, middle = self.ink(ground), (left + h / 2, y + h / 2)
                self.line([(middle[0] - 4, middle[1]), (middle[0] + 4, middle[1])], ink, 1.6)
                if kind == 1:
                    self.line([(middle[0], middle[1] - 4), (middle[0], middle[1] + 4)], ink, 1.6)
                self.element("button", left, y, h, h)
            return 2 * h
        wide = 16
        for top, direction in ((y + 1, "up"), (y + h / 2, "down")):
            shade = self.face(x + w - wide - 1, top, wide, h / 2 - 1) if self.chance(0.5) else ground
            self.arrow(x + w - wide / 2 - 1, top + h / 4 - 0.5, 6, direction, self.ink(shade))
            self.element("button", x + w - wide - 1, top, wide, h / 2 - 1)
        return wide + 2

    def combo(self, x, y, w, h) -> None:
        if self.chance(0.3):
            self.field(x, y, w, h, "comboBox")
            return
        is_disabled = self.chance(0.1)
        ground = self.face(x, y, w, h, is_disabled=is_disabled)
        ink = self.ink(ground, is_disabled)
        self.element("comboBox", x, y, w, h, disabled=is_disabled)
        self.text(self.label(24), x + 7, y, w - 28, h, ink)
        if self.chance(0.25):
            self.arrow(x + w - 12, y + h / 2 - 4, 6, "up", ink)
            self.arrow(x + w - 12, y + h / 2 + 4, 6, "down", ink)
        else:
            self.arrow(x + w - 12, y + h / 2, self.random.choice([7, 8, 10]), "down", ink)

    # Ranges

    def slider(self, x, y, w, h) -> None:
        look, share = self.look, self.random.random()
        is_disabled = self.chance(0.08)
        accent = mixed(look.ground, look.accent, 0.4) if is_disabled else look.accent
        middle, thick, knob = y + h / 2, self.random.choice([2, 3, 4, 6]), self.random.choice([8, 12, 14, 16, 18])
        self.fill(x, middle - thick / 2, w, thick, mixed(look.ground, against(look.ground), 0.25), thick)
        if self.chance(0.7):
            self.fill(x, middle - thick / 2, w * share, thick, accent, thick)
        left = x + share * (w - knob)
        wide = knob if look.radius else knob * 0.6
        self.fill(left, middle - knob / 2, wide, knob, accent if self.chance(0.4) else mixed(look.face, (1, 1, 1), 0.4), look.radius and 99)
        self.frame(left, middle - knob / 2, wide, knob, mixed(look.line, against(look.ground), 0.2), look.radius and 99)
        self.element("slider", x, middle - knob / 2, w, knob, disabled=is_disabled)

    def progress(self, x, y, w, h) -> None:
        look, share = self.look, self.random.random()
        high = min(h, self.random.choice([4, 6, 10, 16, 20, 24]))
        top = y + (h - high) // 2
        track = mixed(look.ground, against(look.ground), self.random.uniform(0.06, 0.25))
        self.fill(x, top, w, high, track, look.radius)
        if look.bevel == "raised" and self.chance(0.5):
            for i in range(int(w * share / 10)):
                self.fill(x + 2 + i * 10, top + 2, 8, high - 4, look.accent)
        else:
            self.fill(x, top, max(2, w * share), high, look.accent, look.radius)
        if self.chance(0.6):
            self.frame(x, top, w, high, look.line, look.radius)
        self.element("progressBar", x, top, w, high)
        if high >= 16 and self.chance(0.5):
            self.text(f"{round(share * 100)}%", x, top, w, high, self.ink(look.accent if share > 0.55 else track), 0.5)

    def scrollbar(self, x, y, w, h) -> None:
        """Upright if it is higher than wide."""
        look, is_upright = self.look, h > w
        track = mixed(look.ground, against(look.ground), self.random.choice([0, 0.04, 0.1, 0.2]))
        self.fill(x, y, w, h, track)
        long, across = (h, w) if is_upright else (w, h)
        arrows = across if look.scroll_arrows else 0
        share = self.random.uniform(0.1, 0.8)
        room = long - 2 * arrows
        start = arrows + (1 - share) * room * self.random.random()
        inset = self.random.choice([0, 1, 2]) if across > 6 else 0
        thumb = mixed(track, against(track), self.random.uniform(0.12, 0.5)) if look.bevel != "raised" else look.face
        box = (x + inset, y + start, w - 2 * inset, share * room) if is_upright else (x + start, y + inset, share * room, h - 2 * inset)
        self.fill(*box, thumb, look.radius)
        if look.bevel in ("raised", "groove"):
            self.relief(*box, ground=thumb)
        if arrows:
            for at, direction in ((0, "up" if is_upright else "left"), (long - arrows, "down" if is_upright else "right")):
                left, top = (x, y + at) if is_upright else (x + at, y)
                ground = self.face(left, top, across, across)
                self.arrow(left + across / 2, top + across / 2, across / 2, direction, self.ink(ground))
                self.element("button", left, top, across, across)
        self.element("scrollBar", x, y, w, h)


def luminous(a: Colour, b: Colour) -> bool:
    return sum(abs(p - q) for p, q in zip(a, b)) < 0.12
