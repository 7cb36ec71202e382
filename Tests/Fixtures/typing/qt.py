"""A Qt 5 window with a plain text editor. See report.py."""

import sys

from PyQt5.QtCore import QSocketNotifier
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


editor.textChanged.connect(lambda: report.write("text", editor.toPlainText()))
editor.selectionChanged.connect(selected)
orders = QSocketNotifier(report.control, QSocketNotifier.Read)
orders.activated.connect(clear)
editor.show()
application.exec_()
