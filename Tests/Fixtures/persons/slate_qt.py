"""The slate in Qt 5."""

import sys

from PyQt5.QtGui import QPainter
from PyQt5.QtCore import Qt
from PyQt5.QtWidgets import QApplication, QCheckBox, QLineEdit, QListWidget, QProxyStyle, QSlider, QStyle, QWidget

import slate

BUTTONS = {Qt.LeftButton: 1, Qt.MiddleButton: 2, Qt.RightButton: 3}


class Jumping(QProxyStyle):
    """A slider goes where it is pressed, rather than step by step for as long as the button is held."""

    def styleHint(self, hint, option=None, widget=None, data=None):
        if hint == QStyle.SH_Slider_AbsoluteSetButtons:
            return Qt.LeftButton
        return super().styleHint(hint, option, widget, data)


class Sheet(QWidget):
    def __init__(self, window):
        super().__init__(window)
        self.lines = []

    def mousePressEvent(self, event):
        self.lines.append([event.pos()])
        slate.drawn("press", BUTTONS[event.button()], event.x(), event.y())

    mouseDoubleClickEvent = mousePressEvent

    def mouseMoveEvent(self, event):
        self.lines[-1].append(event.pos())
        self.update()

    def mouseReleaseEvent(self, event):
        slate.drawn("release", BUTTONS[event.button()], event.x(), event.y())

    def paintEvent(self, _):
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.white)
        painter.setPen(Qt.blue)
        for line in self.lines:
            for start, end in zip(line, line[1:]):
                painter.drawLine(start, end)


def put(widget, place):
    widget.setGeometry(*place)
    return widget


application = QApplication(sys.argv)
application.setCursorFlashTime(0)
window = QWidget()
window.setWindowTitle(slate.TITLE)
window.setGeometry(*slate.WINDOW)
field = put(QLineEdit(window), slate.FIELD)
field.textChanged.connect(lambda text: slate.keep(field=text))
for name, place in slate.TICKS.items():
    box = put(QCheckBox(name, window), place)
    box.toggled.connect(lambda is_on, name=name: slate.tick(name, is_on))
slider = put(QSlider(Qt.Horizontal, window), slate.SLIDER)
slider.setStyle(Jumping())
slider.setRange(0, 100)
slider.valueChanged.connect(lambda value: slate.keep(slider=value))
rows = put(QListWidget(window), slate.LIST)
rows.addItems(slate.ROWS)
rows.currentTextChanged.connect(lambda text: slate.keep(row=text))
rows.verticalScrollBar().valueChanged.connect(lambda value: slate.keep(top=value))
sheet = put(Sheet(window), slate.SHEET)
field.setFocus()
window.show()
sys.exit(application.exec())
