"""A window with icon buttons, fields, a scrolled list and tabs: usage: editor.py gtk|qt"""

import sys

ICONS = [("Bold", "format-text-bold"), ("Italic", "format-text-italic"), ("Print", "document-print")]
FILES = ["file %02d.txt" % number for number in range(60)]


def gtk():
    import gi

    gi.require_version("Gtk", "3.0")
    from gi.repository import Gtk

    window = Gtk.Window(title="Editor of elements")
    window.set_default_size(640, 480)
    window.connect("destroy", Gtk.main_quit)
    column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
    bar = Gtk.Toolbar()
    for name, icon in ICONS:
        button = Gtk.ToggleToolButton() if name != "Print" else Gtk.ToolButton()
        button.set_icon_name(icon)
        button.set_label(name)
        bar.insert(button, -1)
        if name == "Italic":
            button.set_active(True)
    bar.set_style(Gtk.ToolbarStyle.ICONS)
    column.pack_start(bar, False, False, 0)
    row = Gtk.Box(spacing=12)
    row.pack_start(Gtk.Label(label="Name"), False, False, 6)
    entry = Gtk.Entry(text="Ann")
    row.pack_start(entry, True, True, 6)
    save = Gtk.Button(label="_Save", use_underline=True)
    save.set_sensitive(False)
    row.pack_start(save, False, False, 6)
    column.pack_start(row, False, False, 6)
    book = Gtk.Notebook()
    rows = Gtk.ListBox()
    for name in FILES:
        rows.add(Gtk.Label(label=name, xalign=0))
    scroll = Gtk.ScrolledWindow()
    scroll.add(rows)
    book.append_page(scroll, Gtk.Label(label="Files"))
    book.append_page(Gtk.Button(label="On the second page"), Gtk.Label(label="More"))
    column.pack_start(book, True, True, 0)
    window.add(column)
    window.show_all()
    Gtk.main()


def qt():
    from PyQt5.QtGui import QIcon
    from PyQt5.QtWidgets import (QApplication, QFormLayout, QLineEdit, QListWidget, QMainWindow, QPushButton, QStyle,
                                 QTabWidget, QVBoxLayout, QWidget)

    app = QApplication(sys.argv)
    window = QMainWindow()
    window.setWindowTitle("Editor of elements")
    bar = window.addToolBar("Tools")
    standard = [QStyle.SP_DialogApplyButton, QStyle.SP_DialogHelpButton, QStyle.SP_DialogSaveButton]
    for (name, _), icon in zip(ICONS, standard):
        action = bar.addAction(QIcon(app.style().standardIcon(icon)), name)
        action.setCheckable(name != "Print")
        action.setChecked(name == "Italic")
    body = QWidget()
    column = QVBoxLayout(body)
    form = QFormLayout()
    form.addRow("Name", QLineEdit("Ann"))
    column.addLayout(form)
    save = QPushButton("&Save")
    save.setEnabled(False)
    column.addWidget(save)
    tabs = QTabWidget()
    files = QListWidget()
    files.addItems(FILES)
    tabs.addTab(files, "Files")
    tabs.addTab(QPushButton("On the second page"), "More")
    column.addWidget(tabs)
    window.setCentralWidget(body)
    window.resize(640, 480)
    window.show()
    app.exec_()


{"gtk": gtk, "qt": qt}[sys.argv[1]]()
