"""A list of cities; rows.py gtk|qt|tk LOG writes a line for each row that is selected, or activated by a double click."""
import sys

kind, path = sys.argv[1:]
log = open(path, "a", buffering=1)
rows = ["Amsterdam", "Barcelona", "Copenhagen", "Dublin"]


def say(*words):
    log.write(" ".join(words) + "\n")


def gtk():
    import gi

    gi.require_version("Gtk", "3.0")
    from gi.repository import Gtk

    store = Gtk.ListStore(str)
    for row in rows:
        store.append([row])
    view = Gtk.TreeView(model=store)
    view.append_column(Gtk.TreeViewColumn("City", Gtk.CellRendererText(), text=0))
    view.connect("row-activated", lambda _, place, __: say("activated", rows[place[0]]))
    view.connect("button-release-event", lambda *_: say("clicked"))
    window = Gtk.Window(title="Cities")
    window.set_default_size(400, 300)
    window.add(view)
    window.show_all()
    Gtk.main()


def qt():
    from PyQt5.QtWidgets import QApplication, QListWidget

    application = QApplication(sys.argv)
    view = QListWidget()
    view.addItems(rows)
    view.setWindowTitle("Cities")
    view.resize(400, 300)
    view.itemActivated.connect(lambda item: say("activated", item.text()))
    view.itemClicked.connect(lambda _: say("clicked"))
    view.show()
    application.exec_()


def tk():
    import tkinter

    window = tkinter.Tk()
    window.title("Cities")
    window.geometry("400x300+0+0")
    view = tkinter.Listbox(window, font=("DejaVu Sans", 12))
    view.insert("end", *rows)
    view.pack(fill="both", expand=True)
    view.bind("<ButtonRelease-1>", lambda _: say("clicked"))
    view.bind("<Double-1>", lambda event: say("activated", rows[view.nearest(event.y)]))
    window.mainloop()


{"gtk": gtk, "qt": qt, "tk": tk}[kind]()
