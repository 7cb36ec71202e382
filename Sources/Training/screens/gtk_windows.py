"""Windows of GTK 3 with the truth that the toolkit tells: themes, icon themes and fonts by chance, all from a seed.

usage: xvfb-run -a PYTHON gtk_windows.py FOLDER COUNT [SEED] [--held-out]

Writes FOLDER/kept/gtk-SEED-NUMBER.npz: `pixels` [H, W, 3] and `truth` as `scenes.arrays` has it. Training mixes them in. With
--held-out they go to FOLDER/kept-held-out and have the themes and fonts that training never sees.
"""

import os
import random
import sys
from pathlib import Path

import numpy as np

from training import prepare_paths

_THEMES = ["Adwaita", "Adwaita", "HighContrast", "HighContrastInverse", "Arc", "Arc-Dark", "Arc-Lighter", "Materia", "Materia-dark", "Materia-compact", "Greybird", "Greybird-dark", "Numix", "BlackMATE", "BlueMenta", "Menta", "TraditionalOk", "Raleigh"]
_ICON_THEMES = ["Adwaita", "breeze", "breeze-dark", "elementary", "elementary-xfce", "gnome", "mate", "Papirus", "Papirus-Dark", "Tango", "Numix", "Paper", "Mint-Y", "bloom", "Moka", "Obsidian"]


class Windows:
    def __init__(self, folder: Path, seed: int, held_out: bool):
        import fonts
        import heldout
        import meanings
        from gi.repository import Gtk
        from texts import Texts

        self.gtk, self.meanings, self.random = Gtk, meanings, random.Random(seed)
        seen, held = fonts.families(folder / "root")
        self.families = held if held_out else seen
        self.texts = Texts(folder / "root", seed)
        self.texts.random = self.random
        there = [t for t in _THEMES if t.startswith("HighContrast") or t in ("Adwaita", "Raleigh") or (folder / "root/usr/share/themes" / t / "gtk-3.0").exists()]
        self.themes = [t for t in there if any(t.startswith(h) for h in heldout.TOOLKIT_THEMES) == held_out]
        self.icon_themes = ["Yaru", "Yaru-dark", "oxygen"] if held_out else _ICON_THEMES
        self.settings = Gtk.Settings.get_default()

    def label(self, most=28) -> str:
        text = self.texts.draw()
        return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] or "OK"

    def screen(self):
        """A window [H, W, 3] and its truth."""
        gtk, r = self.gtk, self.random
        self.settings.set_property("gtk-theme-name", r.choice(self.themes))
        self.settings.set_property("gtk-icon-theme-name", r.choice(self.icon_themes))
        self.settings.set_property("gtk-application-prefer-dark-theme", r.random() < 0.25)
        self.settings.set_property("gtk-font-name", f"{r.choice(self.families)} {r.choice([8, 9, 10, 10, 11, 12])}")
        window = gtk.OffscreenWindow()
        width, height = r.choice([(640, 400), (640, 400), (900, 600), (1280, 800)])
        window.set_default_size(width, height)
        outer = gtk.Box(orientation=gtk.Orientation.VERTICAL)
        window.add(outer)
        if r.random() < 0.6:
            outer.pack_start(self.menu_bar(), False, False, 0)
        for _ in range(r.choice([0, 1, 1, 2])):
            outer.pack_start(self.tool_bar(), False, False, 0)
        outer.pack_start(self.content(width, height, 0), True, True, 0)
        window.show_all()
        for _ in range(400):
            if not gtk.events_pending():
                break
            gtk.main_iteration_do(False)
        pixbuf = window.get_pixbuf()
        pixels = np.frombuffer(pixbuf.get_pixels(), np.uint8)
        wide, high, row, count = pixbuf.get_width(), pixbuf.get_height(), pixbuf.get_rowstride(), pixbuf.get_n_channels()
        pixels = np.pad(pixels, (0, row * high - len(pixels))).reshape(high, row)[:, : wide * count].reshape(high, wide, count)[..., :3].copy()
        from gtk_truth import truth

        rows = truth(window, wide, high)
        window.destroy()
        return pixels[:height, :width], rows

    # Parts

    def menu_bar(self):
        bar = self.gtk.MenuBar()
        for _ in range(self.random.randint(3, 8)):
            bar.append(self.gtk.MenuItem(label=self.label(12)))
        return bar

    def icon_name(self) -> str:
        """The name of an icon, mostly one that the theme has; the toolkit shows another picture for the rest."""
        theme = self.gtk.IconTheme.get_default()
        for _ in range(10):
            name = self.random.choice(self.meanings.NAMES) + ("-symbolic" if self.random.random() < 0.4 else "")
            if theme.has_icon(name):
                break
        return name

    def tool_bar(self):
        gtk, r = self.gtk, self.random
        bar = gtk.Toolbar()
        bar.set_style(r.choice([gtk.ToolbarStyle.ICONS, gtk.ToolbarStyle.ICONS, gtk.ToolbarStyle.BOTH, gtk.ToolbarStyle.BOTH_HORIZ]))
        bar.set_icon_size(r.choice([gtk.IconSize.SMALL_TOOLBAR, gtk.IconSize.LARGE_TOOLBAR, gtk.IconSize.MENU]))
        bar.set_show_arrow(False)
        for _ in range(r.randint(4, 14)):
            if r.random() < 0.15:
                bar.insert(gtk.SeparatorToolItem(), -1)
                continue
            item = gtk.ToggleToolButton() if r.random() < 0.12 else gtk.ToolButton()
            item.set_icon_name(self.icon_name())
            item.set_label(self.label(12))
            item.set_is_important(r.random() < 0.3)
            item.set_sensitive(r.random() > 0.15)
            if isinstance(item, gtk.ToggleToolButton):
                item.set_active(r.random() < 0.5)
            bar.insert(item, -1)
        return bar

    def content(self, w, h, depth):
        gtk, r = self.gtk, self.random
        x = r.random()
        if depth < 2 and x < 0.3:
            pane = gtk.Paned(orientation=gtk.Orientation.HORIZONTAL if w > h else gtk.Orientation.VERTICAL)
            share = r.uniform(0.25, 0.65)
            pane.pack1(self.content(w * (share if w > h else 1), h * (1 if w > h else share), depth + 1), True, True)
            pane.pack2(self.content(w * (1 - share if w > h else 1), h * (1 if w > h else 1 - share), depth + 1), True, True)
            pane.set_position(int((w if w > h else h) * share))
            return pane
        if depth < 2 and x < 0.42:
            book = gtk.Notebook()
            for i in range(r.randint(2, 5)):
                book.append_page(self.content(w, h - 40, depth + 1) if i == 0 else gtk.Label(), gtk.Label(label=self.label(14)))
            return book
        if x < 0.62:
            return self.table()
        if x < 0.72:
            return self.editor()
        return self.form()

    def scrolled(self, child):
        scrolled = self.gtk.ScrolledWindow()
        scrolled.set_overlay_scrolling(self.random.random() < 0.4)
        scrolled.add(child)
        return scrolled

    def table(self):
        gtk, r = self.gtk, self.random
        columns, has_icons, has_checks = r.randint(1, 5), r.random() < 0.4, r.random() < 0.25
        model = (gtk.TreeStore if r.random() < 0.4 else gtk.ListStore)(*[str] * columns, str, bool)
        parent = None
        for _ in range(r.randint(3, 40)):
            values = [self.label(24) for _ in range(columns)] + [self.icon_name(), r.random() < 0.5]
            if isinstance(model, gtk.TreeStore):
                at = model.append(parent if r.random() < 0.5 else None, values)
                parent = at if r.random() < 0.3 else parent
            else:
                model.append(values)
        view = gtk.TreeView(model=model)
        view.set_headers_visible(r.random() < 0.75)
        view.set_enable_tree_lines(r.random() < 0.3)
        view.set_grid_lines(r.choice([gtk.TreeViewGridLines.NONE, gtk.TreeViewGridLines.NONE, gtk.TreeViewGridLines.BOTH]))
        for i in range(columns):
            column = gtk.TreeViewColumn(self.label(14))
            if i == 0 and has_checks:
                toggle = gtk.CellRendererToggle()
                column.pack_start(toggle, False)
                column.add_attribute(toggle, "active", columns + 1)
            if i == 0 and has_icons:
                picture = gtk.CellRendererPixbuf()
                column.pack_start(picture, False)
                column.add_attribute(picture, "icon-name", columns)
            text = gtk.CellRendererText()
            column.pack_start(text, True)
            column.add_attribute(text, "text", i)
            column.set_resizable(True)
            view.append_column(column)
        view.expand_all()
        if r.random() < 0.6:
            view.get_selection().select_path(gtk.TreePath.new_from_string(str(r.randint(0, 2))))
        return self.scrolled(view)

    def editor(self):
        view = self.gtk.TextView()
        view.get_buffer().set_text("\n".join(self.texts.draw() for _ in range(self.random.randint(1, 30))))
        view.set_monospace(self.random.random() < 0.5)
        view.set_left_margin(self.random.choice([0, 4, 10]))
        return self.scrolled(view)

    def form(self):
        gtk, r = self.gtk, self.random
        grid = gtk.Grid(row_spacing=r.choice([2, 6, 10]), column_spacing=r.choice([6, 12]), margin=r.choice([4, 10, 18]))
        for row in range(r.randint(3, 14)):
            if r.random() < 0.6:
                grid.attach(gtk.Label(label=self.label(22), xalign=r.choice([0, 0, 1])), 0, row, 1, 1)
            widget = self.widget()
            widget.set_sensitive(r.random() > 0.12)
            if r.random() < 0.6:
                widget.set_hexpand(True)
            else:
                widget.set_halign(gtk.Align.START)
            grid.attach(widget, 1, row, 1, 1)
        return self.scrolled(grid)

    def widget(self):
        gtk, r = self.gtk, self.random
        kind = r.choice(["entry", "entry", "button", "button", "check", "check", "radio", "combo", "combo", "spin", "scale", "switch", "progress", "link", "icons", "search", "toggle", "label"])
        if kind in ("entry", "search"):
            entry = gtk.SearchEntry() if kind == "search" else gtk.Entry()
            if r.random() < 0.8:
                entry.set_text(self.label(24))
            else:
                entry.set_placeholder_text(self.label(20))
            entry.set_visibility(r.random() > 0.1)
            return entry
        if kind == "button":
            button = gtk.Button(label=self.label(18))
            if r.random() < 0.3:
                button.set_image(gtk.Image.new_from_icon_name(self.icon_name(), gtk.IconSize.BUTTON))
                button.set_always_show_image(True)
            return button
        if kind in ("check", "radio", "toggle"):
            made = {"check": gtk.CheckButton, "radio": gtk.RadioButton, "toggle": gtk.ToggleButton}[kind](label=self.label(26))
            made.set_active(r.random() < 0.5)
            return made
        if kind == "combo":
            combo = gtk.ComboBoxText.new_with_entry() if r.random() < 0.25 else gtk.ComboBoxText()
            combo.append_text(self.label(20))
            combo.set_active(0)
            return combo
        if kind == "spin":
            spin = gtk.SpinButton.new_with_range(0, 1000, 1)
            spin.set_value(r.randint(0, 999))
            return spin
        if kind == "scale":
            scale = gtk.Scale.new_with_range(gtk.Orientation.HORIZONTAL, 0, 100, 1)
            scale.set_value(r.randint(0, 100))
            scale.set_draw_value(False)
            scale.set_size_request(160, -1)
            return scale
        if kind == "switch":
            made = gtk.Switch(active=r.random() < 0.5)
            made.set_halign(gtk.Align.START)
            return made
        if kind == "progress":
            return gtk.ProgressBar(fraction=r.random(), show_text=r.random() < 0.4)
        if kind == "link":
            return gtk.LinkButton.new_with_label("https://example.org", self.label(20))
        if kind == "icons":
            box = gtk.Box(spacing=r.choice([0, 4]))
            for _ in range(r.randint(2, 6)):
                box.add(gtk.Button.new_from_icon_name(self.icon_name(), r.choice([gtk.IconSize.BUTTON, gtk.IconSize.LARGE_TOOLBAR])))
            return box
        return gtk.Label(label=self.label(40), xalign=0)


if __name__ == "__main__":
    chosen, is_held_out = Path(sys.argv[1]).resolve(), "--held-out" in sys.argv
    numbers = [int(a) for a in sys.argv[2:] if a.isdigit()]
    themes = str(chosen / "root/usr/share")
    os.environ["XDG_DATA_DIRS"] = f"{themes}:{os.environ.get('XDG_DATA_DIRS', '/usr/local/share:/usr/share')}"
    prepare_paths(chosen)
    import gi

    gi.require_version("Gtk", "3.0")
    out = chosen / ("kept-held-out" if is_held_out else "kept")
    out.mkdir(exist_ok=True)
    start = numbers[1] if len(numbers) > 1 else 1
    windows = Windows(chosen, start, is_held_out)
    for number in range(numbers[0]):
        shown, found = windows.screen()
        np.savez_compressed(out / f"gtk-{start}-{number:05}.npz", pixels=shown, truth=found)
