"""A Qt 5 window with a plain text editor. See report.py."""

import sys

from PyQt5.QtCore import QSocketNotifier, QTimer
from PyQt5.QtWidgets import QApplication, QPlainTextEdit

import report

application = QApplication(sys.argv[:1])
editor = QPlainTextEdit()
editor.setWindowTitle("typing")
editor.resize(500, 400)


def selected():
    report.write("selection", editor.textCursor().selectedText())


def clear():
    report.take_order()
    editor.clear()
    report.write("text", "")


later = report.Later("text", editor.toPlainText, lambda report: QTimer.singleShot(0, report))
editor.textChanged.connect(later.changed)
editor.selectionChanged.connect(selected)
orders = QSocketNotifier(report.control, QSocketNotifier.Read)
orders.activated.connect(clear)
editor.show()
application.exec_()
