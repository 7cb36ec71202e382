"""Windows of Qt 5 with the truth that the toolkit tells: styles, palettes, fonts and icons by chance, all from a seed.

usage: QT_QPA_PLATFORM=offscreen PYTHON qt_windows.py FOLDER COUNT [SEED] [--held-out]

Writes FOLDER/kept/qt-SEED-NUMBER.npz as `gtk_windows.py` does; with --held-out to FOLDER/kept-held-out.
"""

import os
import random
import sys
from pathlib import Path

import numpy as np

from training import prepare_paths


class Windows:
    def __init__(self, folder: Path, seed: int, held_out: bool):
        import fonts
        import heldout
        import icons
        from PyQt5 import QtCore, QtGui, QtWidgets
        from texts import Texts

        self.core, self.gui, self.widgets = QtCore, QtGui, QtWidgets
        self.app = QtWidgets.QApplication(["windows"])
        self.random = random.Random(seed)
        seen, held = fonts.families(folder / "root")
        self.families, self.bank = held if held_out else seen, icons.Bank(folder / "icons.npz", held_out)
        self.texts = Texts(folder / "root", seed)
        self.texts.random = self.random
        styles = [s for s in QtWidgets.QStyleFactory.keys() if (s in heldout.TOOLKIT_THEMES) == held_out and s.lower() != "gtk2"]
        self.styles = styles + ["Fusion"] * (not held_out)

    def label(self, most=26) -> str:
        text = self.texts.draw().replace("&", "+")
        return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] or "OK"

    def dress(self) -> None:
        """Another style, palette and font for all windows."""
        r, gui = self.random, self.gui
        self.app.setStyle(r.choice(self.styles))
        level = r.choice([r.randint(215, 250), r.randint(215, 250), r.randint(170, 215), r.randint(25, 70)])
        tint = [max(0, min(255, level + r.choice([0, 0, r.randint(-12, 12)]))) for _ in range(3)]
        palette = gui.QPalette(gui.QColor(*tint), gui.QColor(*tint))
        palette.setColor(gui.QPalette.Highlight, gui.QColor.fromHsv(r.randint(0, 359), r.randint(90, 230), r.randint(110, 230)))
        palette.setColor(gui.QPalette.PlaceholderText, gui.QColor(128, 128, 128))
        self.ink = palette.color(gui.QPalette.WindowText)
        self.app.setPalette(palette)
        font = gui.QFont(r.choice(self.families))
        font.setPixelSize(r.choice([11, 12, 12, 13, 13, 14, 15, 17]))
        self.app.setFont(font)
        self.family_of_icons, self.side = r.choice(self.bank.families), r.choice([16, 16, 22, 22, 32])

    def icon(self, size: int):
        """An icon of the bank and its index; None if the family has none of the size."""
        index = self.bank.draw(self.random, self.family_of_icons, size)
        if index is None:
            index = self.bank.draw(self.random, self.random.choice(self.bank.families), size)
        if index is None:
            return None, None
        pixels = np.array(self.bank.picture(index))
        if self.bank.plain[index]:
            ink = np.array([self.ink.blue(), self.ink.green(), self.ink.red()], np.float32)
            pixels[..., :3] = (pixels[..., 3:] / 255 * ink).astype(np.uint8)
        image = self.gui.QImage(pixels.tobytes(), size, size, 4 * size, self.gui.QImage.Format_ARGB32_Premultiplied).copy()
        return self.gui.QIcon(self.gui.QPixmap.fromImage(image)), index

    def screen(self):
        from qt_truth import truth

        self.dress()
        r, qt = self.random, self.widgets
        width, height = r.choice([(640, 400), (640, 400), (900, 600), (1280, 800)])
        window = qt.QMainWindow()
        if r.random() < 0.7:
            for _ in range(r.randint(3, 8)):
                window.menuBar().addMenu(self.label(11))
        for _ in range(r.choice([0, 1, 1, 2])):
            self.tool_bar(window)
        if r.random() < 0.5:
            window.statusBar().showMessage(self.label(40))
        window.setCentralWidget(self.content(0))
        window.resize(width, height)
        window.setAttribute(self.core.Qt.WA_DontShowOnScreen)
        window.show()
        self.app.processEvents()
        picture = window.grab().toImage().convertToFormat(self.gui.QImage.Format_RGB888)
        rows = truth(window, self.bank)
        if r.random() < 0.3:
            rows = self.with_menu(picture, rows)
        bits = picture.constBits().asstring(picture.sizeInBytes())
        pixels = np.frombuffer(bits, np.uint8).reshape(picture.height(), picture.bytesPerLine())[:, : picture.width() * 3]
        pixels = pixels.reshape(picture.height(), picture.width(), 3)
        window.close()
        window.deleteLater()
        return pixels, rows

    def with_menu(self, picture, rows: np.ndarray) -> np.ndarray:
        """The truth with a menu that is drawn over the picture."""
        from qt_truth import covered, menu_truth

        r, menu = self.random, self.widgets.QMenu()
        for _ in range(r.randint(3, 12)):
            if r.random() < 0.12:
                menu.addSeparator()
                continue
            action = menu.addAction(self.label(26))
            if r.random() < 0.4:
                icon, index = self.icon(16)
                if icon:
                    action.setIcon(icon)
                    action.setData(int(index))
            elif r.random() < 0.2:
                action.setCheckable(True)
                action.setChecked(r.random() < 0.7)
            action.setEnabled(r.random() > 0.15)
            if r.random() < 0.4:
                action.setShortcut(r.choice(["Ctrl+", "Alt+", "Ctrl+Shift+"]) + r.choice("ABCDEFGHKLNOPQRSTUVWXYZ"))
        menu.resize(menu.sizeHint())
        x, y = r.randint(0, max(1, picture.width() - menu.width())), r.randint(0, max(1, picture.height() - menu.height()))
        painter = self.gui.QPainter(picture)
        painter.drawPixmap(x, y, menu.grab())
        painter.end()
        w, h = min(menu.width(), picture.width() - x), min(menu.height(), picture.height() - y)
        return np.concatenate((covered(rows, x, y, x + w, y + h), menu_truth(menu, self.bank, x, y, picture.width(), picture.height())))

    # Parts

    def tool_bar(self, window) -> None:
        r, qt = self.random, self.widgets
        bar = window.addToolBar("")
        bar.setIconSize(self.core.QSize(self.side, self.side))
        qt_style = self.core.Qt
        bar.setToolButtonStyle(r.choice([qt_style.ToolButtonIconOnly] * 3 + [qt_style.ToolButtonTextUnderIcon, qt_style.ToolButtonTextBesideIcon]))
        for _ in range(r.randint(4, 14)):
            if r.random() < 0.15:
                bar.addSeparator()
                continue
            icon, index = self.icon(self.side)
            if icon:
                action = bar.addAction(icon, self.label(10))
                action.setData(int(index))
                action.setEnabled(r.random() > 0.15)
                action.setCheckable(r.random() < 0.15)
                action.setChecked(r.random() < 0.5)
        if r.random() < 0.2:
            bar.addWidget(qt.QLineEdit(self.label(20)))

    def content(self, depth: int):
        r, qt = self.random, self.widgets
        x = r.random()
        if depth < 2 and x < 0.28:
            pane = qt.QSplitter(r.choice([self.core.Qt.Horizontal, self.core.Qt.Vertical]))
            for _ in range(2):
                pane.addWidget(self.content(depth + 1))
            return pane
        if depth < 2 and x < 0.42:
            book = qt.QTabWidget()
            for i in range(r.randint(2, 5)):
                book.addTab(self.content(depth + 1) if i == 0 else qt.QWidget(), self.label(14))
            return book
        if x < 0.65:
            return self.table()
        if x < 0.72:
            editor = qt.QPlainTextEdit("\n".join(self.texts.draw() for _ in range(r.randint(1, 30))))
            editor.setLineWrapMode(qt.QPlainTextEdit.NoWrap)
            return editor
        if x < 0.85:
            group = qt.QGroupBox(self.label(20))
            group.setLayout(self.form())
            return group
        plain = qt.QWidget()
        plain.setLayout(self.form())
        return plain

    def table(self):
        r, qt = self.random, self.widgets
        columns = r.choice([1, 1, 2, 3, 4, 5])
        tree = qt.QTreeWidget()
        tree.setColumnCount(columns)
        tree.setHeaderLabels([self.label(14) for _ in range(columns)])
        tree.setHeaderHidden(r.random() < 0.3)
        tree.setRootIsDecorated(r.random() < 0.5)
        tree.setAlternatingRowColors(r.random() < 0.4)
        parent = None
        for _ in range(r.randint(2, 35)):
            item = qt.QTreeWidgetItem([self.label(22) for _ in range(columns)])
            icon, index = self.icon(16) if r.random() < 0.4 else (None, None)
            if icon:
                item.setIcon(0, icon)
                item.setData(0, self.core.Qt.UserRole, int(index))
            if parent is not None and r.random() < 0.4:
                parent.addChild(item)
            else:
                tree.addTopLevelItem(item)
                parent = item if r.random() < 0.4 else None
        tree.expandAll()
        tree.setCurrentItem(tree.topLevelItem(r.randint(0, 2)) if r.random() < 0.7 else None)
        return tree

    def form(self):
        r, qt = self.random, self.widgets
        grid = qt.QGridLayout()
        for row in range(r.randint(3, 12)):
            if r.random() < 0.6:
                grid.addWidget(qt.QLabel(self.label(22)), row, 0)
            widget = self.widget()
            widget.setEnabled(r.random() > 0.12)
            grid.addWidget(widget, row, 1, r.choice([self.core.Qt.AlignLeft | self.core.Qt.AlignVCenter, self.core.Qt.Alignment()]))
        grid.setRowStretch(20, 1)
        grid.setSpacing(r.choice([3, 6, 10]))
        return grid

    def widget(self):
        r, qt = self.random, self.widgets
        kind = r.choice(["line", "line", "button", "button", "check", "check", "radio", "combo", "combo", "spin", "slider", "progress", "icon", "toggle", "label"])
        if kind == "line":
            line = qt.QLineEdit(self.label(24) if r.random() < 0.8 else "")
            line.setPlaceholderText(self.label(20))
            return line
        if kind in ("button", "toggle", "icon"):
            button = qt.QPushButton(self.label(18) if kind != "icon" else "")
            if kind == "icon":
                icon, index = self.icon(16)
                if icon:
                    button.setIcon(icon)
                    button.setProperty("bank", int(index))
            button.setCheckable(kind == "toggle")
            button.setChecked(r.random() < 0.5)
            button.setDefault(r.random() < 0.1)
            return button
        if kind in ("check", "radio"):
            made = (qt.QCheckBox if kind == "check" else qt.QRadioButton)(self.label(26))
            made.setChecked(r.random() < 0.5)
            return made
        if kind == "combo":
            combo = qt.QComboBox()
            combo.addItem(self.label(20))
            combo.setEditable(r.random() < 0.2)
            return combo
        if kind == "spin":
            spin = qt.QSpinBox()
            spin.setMaximum(9999)
            spin.setValue(r.randint(0, 9999))
            return spin
        if kind == "slider":
            slider = qt.QSlider(self.core.Qt.Horizontal)
            slider.setMinimumWidth(140)
            slider.setValue(r.randint(0, 99))
            return slider
        if kind == "progress":
            bar = qt.QProgressBar()
            bar.setValue(r.randint(0, 100))
            return bar
        return qt.QLabel(self.label(40))


if __name__ == "__main__":
    chosen, is_held_out = Path(sys.argv[1]).resolve(), "--held-out" in sys.argv
    numbers = [int(a) for a in sys.argv[2:] if a.isdigit()]
    os.environ["QT_PLUGIN_PATH"] = str(chosen / "root/usr/lib/x86_64-linux-gnu/qt5/plugins")
    prepare_paths(chosen)
    out = chosen / ("kept-held-out" if is_held_out else "kept")
    out.mkdir(exist_ok=True)
    start = numbers[1] if len(numbers) > 1 else 1
    windows = Windows(chosen, start, is_held_out)
    for number in range(numbers[0]):
        shown, found = windows.screen()
        np.savez_compressed(out / f"qt-{start}-{number:05}.npz", pixels=shown, truth=found)
