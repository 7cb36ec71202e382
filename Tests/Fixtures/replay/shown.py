"""A window that shows what its environment says, in one of several ways.

KIND is `tk` (a program that tells assistive technology nothing), `field` (a field of GTK) or `rows` (rows of GTK with a
button each). TEXT is what it shows; of rows, their names with commas between them. SIZE is the size of Tk's letters.
"""

import os

kind = os.environ.get("KIND", "tk")
text = os.environ.get("TEXT", "3")


def show_tk():
    import tkinter

    window = tkinter.Tk()
    window.title("Shown")
    window.geometry("400x260+120+90")
    size = int(os.environ.get("SIZE", "16"))
    tkinter.Label(window, text="Items in the basket", font=("DejaVu Sans", size)).pack(pady=20)
    tkinter.Label(window, text=text, font=("DejaVu Sans", size)).pack(pady=20)
    window.mainloop()


def show_gtk():
    import gi

    gi.require_version("Gtk", "3.0")
    from gi.repository import Gtk

    window = Gtk.Window(title="Shown")
    window.set_default_size(400, 260)
    box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=8, border_width=12)
    window.add(box)
    if kind == "field":
        box.pack_start(Gtk.Label(label="The sum is"), False, False, 0)
        box.pack_start(Gtk.Entry(text=text, editable=False, can_focus=False), False, False, 0)
    for name in text.split(",") if kind == "rows" else []:
        row = Gtk.Box(spacing=8)
        row.pack_start(Gtk.Label(label=name, xalign=0), True, True, 0)
        row.pack_start(Gtk.Button(label="Delete", can_focus=False), False, False, 0)
        box.pack_start(row, False, False, 0)
    window.connect("destroy", Gtk.main_quit)
    window.show_all()
    Gtk.main()


show_tk() if kind == "tk" else show_gtk()
