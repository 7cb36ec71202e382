"""Whole screens: desktops with windows, dialogs, open menus, tooltips; and the truth about them as arrays.

Everything follows from the seed and the number of the screen, so any screen can be drawn again.
"""

import random
from pathlib import Path

import numpy as np

import icons
import roles
from contents import Contents
from looks import Look, against, mixed

#: The size of the pieces that are trained with, and that larger screens are cut to: width, height.
TILE = (640, 400)
_SIZES = [(640, 400)] * 6 + [(1280, 400), (640, 800), (1280, 800), (1280, 800), (1024, 768), (800, 600)]


class Screen(Contents):
    families: list[str] = []

    def draw(self) -> None:
        w, h = self.width, self.height
        kind = self.random.random()
        if kind < 0.42:
            self.window(0, 0, w, h, has_title=self.chance(0.5))
        else:
            self.desktop()
            for _ in range(self.random.choice([1, 1, 2, 2, 3])):
                wide, high = int(w * self.random.uniform(0.4, 0.95)), int(h * self.random.uniform(0.4, 0.95))
                left, top = self.random.randint(-20, max(0, w - wide)), self.random.randint(0, max(0, h - high))
                self.window(max(0, left), top, wide, high)
        if self.chance(0.3):
            wide, high = min(w - 40, self.random.randint(220, 460)), min(h - 40, self.random.randint(90, 260))
            self.dialog(self.random.randint(10, w - wide - 10), self.random.randint(10, h - high - 10), wide, high)
        if self.chance(0.3):
            self.menu(self.random.randint(0, w - 100), self.random.randint(0, h // 2), h - 20)
        if self.chance(0.08):
            self.tooltip()

    def desktop(self) -> None:
        r, w, h = self.random, self.width, self.height
        upper = (r.random() * 0.8, r.random() * 0.8, r.random() * 0.8)
        self.graded(0, 0, w, h, upper, mixed(upper, (r.random(), r.random(), r.random()), r.choice([0, 0.3, 0.8])))
        if self.chance(0.35):
            self.picture(0, 0, w, h)
            self.truths.clear()
        size, top, left = r.choice([32, 48]), 12, 10
        ground = mixed(upper, against(upper), 0.1)
        for _ in range(r.randint(0, 9)):
            if top + size + 24 > h - 30:
                left, top = left + 90, 12
            self.icon(left + (76 - size) // 2, top, size, ground)
            self.text(self.label(14), left, top + size + 2, 76, 18, (1, 1, 1) if self.chance(0.8) else against(upper), 0.5)
            self.element("listItem", left, top - 2, 76, size + 24)
            top += size + r.randint(30, 50)
        if self.chance(0.55):
            self.task_bar(0, r.choice([0, h - 28]), w, r.choice([24, 28, 34]))

    def task_bar(self, x, y, w, h) -> None:
        look, r = self.look, self.random
        before, look.ground = look.ground, mixed(look.bar, (0, 0, 0), r.choice([0, 0.5, 0.8]))
        self.cover(x, y, w, h)
        self.fill(x, y, w, h, look.ground)
        at = x + 2
        for _ in range(r.randint(1, 8)):
            has_words = self.chance(0.5)
            wide = r.randint(70, 160) if has_words else h + 6
            if at + wide > x + w - 120:
                break
            self.button(at, y + 1, wide, h - 2, self.label(20) if has_words else "", icon=True, is_flat=self.chance(0.6), is_disabled=False)
            at += wide + 2
        at = x + w - 70
        text = f"{r.randint(0, 23):02d}:{r.randint(0, 59):02d}"
        self.text(text, at, y, 66, h, self.ink(look.ground), 0.5)
        for _ in range(r.randint(0, 5)):
            at -= 22
            self.icon(at, y + (h - 16) // 2, 16, look.ground)
            self.element("button", at - 3, y, 22, h)
        look.ground = before

    def window(self, x, y, w, h, has_title=True) -> None:
        """A window of a look of its own, with bars and contents."""
        look = self.fresh_look()
        self.cover(x, y, w, h)
        if look.has_shadow and w < self.width:
            self.context.set_source_rgba(0, 0, 0, 0.25)
            self.context.rectangle(x + 4, y + 4, w, h)
            self.context.fill()
        self.fill(x, y, w, h, look.ground)
        with self.clipped(x, y, w, h):
            if w < self.width or h < self.height:
                self.container("window", x, y, w, h)
            top, bottom = y, y + h
            if has_title:
                high = self.random.choice([18, 22, 26, 30, 36])
                self.title_bar(x, y, w, high, self.chance(0.8))
                top += high
            if self.chance(0.6):
                high = look.row + self.random.choice([0, 2, 6])
                self.menu_bar(x, top, w, high)
                top += high
            for _ in range(self.random.choice([0, 1, 1, 1, 2])):
                if top + 60 < bottom:
                    top += self.tool_bar(x, top, w)
            if self.chance(0.4):
                bottom -= look.row
                self.status_bar(x, bottom, w, look.row)
            self.content(x, top, w, bottom - top)
            if w < self.width and self.chance(0.7):
                self.frame(x, y, w, h, mixed(look.line, against(look.ground), 0.3))

    def dialog(self, x, y, w, h) -> None:
        look = self.fresh_look() if self.chance(0.5) else self.look
        self.cover(x, y, w, h)
        self.fill(x, y, w, h, look.ground, look.radius if look.radius < 20 else 0)
        self.frame(x, y, w, h, mixed(look.line, against(look.ground), 0.3), look.radius if look.radius < 20 else 0)
        with self.clipped(x, y, w, h):
            self.container("window", x, y, w, h)
            top = y
            if self.chance(0.8):
                self.title_bar(x, y, w, 24)
                top += 24
            foot = y + h - look.control - 10
            if h > 150 and self.chance(0.5):
                self.content(x + 4, top + 4, w - 8, foot - top - 8, 3)
            else:
                size = self.random.choice([32, 48])
                lead = size + 20 if self.icon(x + 12, top + 12, size, look.ground) else 12
                for i in range(self.random.randint(1, 4)):
                    if top + 12 + (i + 1) * look.row > foot:
                        break
                    self.text(self.texts.draw(), x + lead, top + 10 + i * look.row, w - lead - 12, look.row, self.ink(look.ground), is_bold=i == 0 and self.chance(0.5))
            self.buttons(x + 10, foot, w - 20, look.control, self.random.choice([0.5, 1, 1]))

    def tooltip(self) -> None:
        text, row = self.label(40), self.look.row
        w = self.measure(text) + 12
        x, y = self.random.randint(0, max(0, self.width - w)), self.random.randint(0, self.height - row - 8)
        ground = self.random.choice([(1, 1, 0.85), (0.1, 0.1, 0.1), self.look.base])
        self.cover(x, y, w, row + 6)
        self.fill(x, y, w, row + 6, ground, min(4, self.look.radius))
        self.frame(x, y, w, row + 6, mixed(ground, against(ground), 0.4), min(4, self.look.radius))
        self.text(text, x + 6, y, w - 10, row + 6, self.ink(ground))
        self.container("tooltip", x, y, w, row + 6)

    def fresh_look(self) -> Look:
        self.look = Look(self.random, self.families, self.bank.families, self.is_held_out)
        self._layouts.clear()
        return self.look


class Generator:
    """Screens of a seed. `held_out` are those of the fonts, icons and looks that training never sees."""

    def __init__(self, folder: Path, seed: int, held_out: bool = False):
        import fonts
        from texts import Texts

        seen, held = fonts.families(folder / "root")
        self.families, self.held_out, self.seed = held if held_out else seen, held_out, seed
        self.texts = Texts(folder / "root", seed)
        self.bank = icons.Bank(folder / "icons.npz", held_out)

    def screen(self, number: int, size: tuple[int, int] | None = None) -> Screen:
        r = random.Random(self.seed * 1_000_003 + number)
        self.texts.random = r
        width, height = size or r.choice(_SIZES)
        look = Look(r, self.families, self.bank.families, self.held_out)
        screen = Screen(width, height, look, r, self.texts, self.bank)
        screen.families, screen.is_held_out = self.families, self.held_out
        screen.draw()
        return screen

    def tiles(self, number: int):
        """The tiles of one screen: pixels [400, 640, 3] and truth [n, 9] as `arrays` says."""
        screen = self.screen(number)
        pixels, truth = screen.pixels(), arrays(screen)
        for top in starts(screen.height, TILE[1], screen.random):
            for left in starts(screen.width, TILE[0], screen.random):
                yield pixels[top : top + TILE[1], left : left + TILE[0]].copy(), cut(truth, left, top, *TILE)


def starts(length: int, tile: int, r: random.Random) -> list[int]:
    if length <= tile:
        return [0]
    shift = r.randint(0, length - tile) if length < 2 * tile else 0
    return [shift] if length < 2 * tile else [0, length - tile]


def arrays(screen: Screen) -> np.ndarray:
    """A row an element: group, role, left, top, right, bottom, states, icon, whether the box is cut at the tile's edge."""
    rows = [[t.group, t.role, *t.box, t.states, t.icon, 0] for t in screen.truths]
    return np.array(rows, np.float32).reshape(-1, 9)


def cut(truth: np.ndarray, x: int, y: int, w: int, h: int) -> np.ndarray:
    """What of the truth is seen in a tile: at least half of an element, or a large part of a container."""
    found = truth.copy()
    found[:, 2:6] -= (x, y, x, y)
    whole = (found[:, 4] - found[:, 2]) * (found[:, 5] - found[:, 3])
    before = found[:, 2:6].copy()
    found[:, [2, 4]] = found[:, [2, 4]].clip(0, w)
    found[:, [3, 5]] = found[:, [3, 5]].clip(0, h)
    area = (found[:, 4] - found[:, 2]) * (found[:, 5] - found[:, 3])
    found[:, 8] = (np.abs(found[:, 2:6] - before) > 1).any(1)
    least = np.where(found[:, 0] == roles.CONTAINER, 0.2, 0.45) * whole
    is_kept = (area >= least) & (found[:, 4] - found[:, 2] >= 4) & (found[:, 5] - found[:, 3] >= 3)
    # A long text or list that crosses the edge is still seen.
    is_kept |= (area > 1500) & (found[:, 5] - found[:, 3] >= 8)
    return found[is_kept]
