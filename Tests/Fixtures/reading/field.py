"""A text field with the focus that shows the words it is told: `field.py gtk|qt|tk|xterm FOLDER FONT SIZE`.

Each line that comes through the pipe FOLDER/control replaces the text. The caret, which never blinks, then stands behind
the text, or before it where the line begins with `<`. The number of lines shown so far is in FOLDER/shown.
"""

import os
import sys

toolkit, folder, font, size = sys.argv[1:]
control = os.open(os.path.join(folder, "control"), os.O_RDWR | os.O_NONBLOCK)
count = 0


def order():
    """The text and whether the caret stands before it, or nothing."""
    try:
        line = os.read(control, 1000).decode().rstrip("\n")
    except BlockingIOError:
        return None
    return line.removeprefix("<"), line.startswith("<")


def shown():
    global count
    count += 1
    path = os.path.join(folder, "shown")
    with open(path + ".new", "w") as file:
        file.write(str(count))
    os.rename(path + ".new", path)


if toolkit == "xterm":
    os.set_blocking(control, True)
    while True:
        text, is_before = order()
        sys.stdout.write("\r\033[K" + text + ("\r" if is_before else ""))
        sys.stdout.flush()
        shown()
elif toolkit == "gtk":
    import gi

    gi.require_version("Gtk", "3.0")
    from gi.repository import GLib, Gtk

    settings = Gtk.Settings.get_default()
    settings.set_property("gtk-font-name", f"{font} {size}")
    settings.set_property("gtk-cursor-blink", False)
    field = Gtk.Entry()
    window = Gtk.Window(title="Form", default_width=400)
    window.add(field)
    window.show_all()

    def poll():
        told = order()
        if told:
            field.grab_focus()
            field.set_text(told[0])
            field.set_position(0 if told[1] else -1)
            shown()
        return True

    GLib.timeout_add(20, poll)
    Gtk.main()
elif toolkit == "qt":
    from PyQt5.QtCore import QTimer
    from PyQt5.QtGui import QFont
    from PyQt5.QtWidgets import QApplication, QLineEdit

    application = QApplication([])
    application.setFont(QFont(font, int(size)))
    application.setCursorFlashTime(0)
    field = QLineEdit()
    field.setWindowTitle("Form")
    field.resize(400, 40)
    field.show()

    def poll():
        told = order()
        if told:
            field.setText(told[0])
            field.setCursorPosition(0 if told[1] else len(told[0]))
            field.setFocus()
            shown()

    timer = QTimer()
    timer.timeout.connect(poll)
    timer.start(20)
    application.exec_()
else:
    import tkinter

    root = tkinter.Tk()
    root.title("Form")
    field = tkinter.Entry(root, font=(font, int(size)), insertofftime=0, width=36)
    field.pack()
    field.focus_force()

    def poll():
        told = order()
        if told:
            field.delete(0, "end")
            field.insert(0, told[0])
            field.icursor(0 if told[1] else "end")
            field.focus_force()
            root.update_idletasks()
            shown()
        root.after(20, poll)

    poll()
    root.mainloop()
