"""A window with one field that has the focus: `field.py gtk|qt plain|short|password`. A short one takes five characters."""

import sys

toolkit, kind = sys.argv[1:]

if toolkit == "gtk":
    import gi

    gi.require_version("Gtk", "3.0")
    from gi.repository import Gtk

    field = Gtk.Entry(visibility=kind != "password", max_length=5 if kind == "short" else 0)
    if kind == "password":
        field.set_input_purpose(Gtk.InputPurpose.PASSWORD)
    window = Gtk.Window(title="field", default_width=300)
    window.add(field)
    window.show_all()
    Gtk.main()
else:
    from PyQt5.QtWidgets import QApplication, QLineEdit

    application = QApplication([])
    field = QLineEdit()
    field.setWindowTitle("field")
    if kind == "password":
        field.setEchoMode(QLineEdit.Password)
    if kind == "short":
        field.setMaxLength(5)
    field.show()
    application.exec_()
