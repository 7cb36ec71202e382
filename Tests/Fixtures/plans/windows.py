"""A shop's order form, or a chat beside it, which show what they are told to: usage: windows.py shop|chat FOLDER

Orders are JSON objects in the file "order-ROLE" of the folder; the number in them goes into the file "done-ROLE" once the
windows are there. What a person or a program does to the windows is a line of the file "events".
"""

import ctypes
import json
import os
import sys

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk

role, folder = sys.argv[1:3]
# The name of the process, by which programs are told from each other.
ctypes.CDLL(None).prctl(15, role.encode(), 0, 0, 0)
windows = []
served = 0
entry = None


def log(event):
    with open(os.path.join(folder, "events"), "a") as file:
        file.write(event + "\n")


def key_pressed(window, event):
    """Logs what is more than a character."""
    chord = event.state & (Gdk.ModifierType.CONTROL_MASK | Gdk.ModifierType.MOD1_MASK | Gdk.ModifierType.MOD4_MASK)
    name = Gdk.keyval_name(event.keyval) or ""
    if name.endswith(("_L", "_R")):
        return False
    if role == "chat" or chord or not Gdk.keyval_to_unicode(event.keyval) or name in ("Return", "Escape", "Delete"):
        log("%s key %s" % (role, name))
    return False


def labelled_button(text, event):
    button = Gtk.Button(label=text)
    button.connect("clicked", lambda _: event())
    return button


def shop_window(order):
    global entry
    window = Gtk.Window(title=order.get("title", "Order"))
    window.set_default_size(460, 300)
    window.connect("key-press-event", key_pressed)
    column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=8, border_width=8)
    if order.get("text"):
        column.pack_start(Gtk.Label(label=order["text"], xalign=0), False, False, 0)
    row = Gtk.Box(spacing=12)
    row.pack_start(Gtk.Label(label="Customer"), False, False, 0)
    entry = Gtk.Entry(placeholder_text=order.get("hint", ""))
    row.pack_start(entry, True, True, 0)
    column.pack_start(row, False, False, 0)
    row = Gtk.Box(spacing=40)
    row.pack_start(Gtk.Label(label="Total"), False, False, 0)
    row.pack_start(Gtk.Label(label=order.get("total", "42")), False, False, 0)
    column.pack_start(row, False, False, 0)
    files = Gtk.ListBox()
    for name in ["letter.txt"] + order.get("files", []):
        files.add(Gtk.Label(label=name, xalign=0))
    files.connect("row-activated", lambda _, row: log("shop file %d" % row.get_index()))
    column.pack_start(files, False, False, 0)
    gift = Gtk.CheckButton(label="Gift wrap")
    gift.connect("toggled", lambda _: log("shop click Gift wrap"))
    column.pack_start(gift, False, False, 0)
    row = Gtk.Box(spacing=8)
    status = Gtk.Label(label="")

    def save():
        log("shop click Save")
        log("shop saved " + entry.get_text())
        status.set_text("Saved")

    row.pack_start(labelled_button(order.get("save", "Save"), save), False, False, 0)
    row.pack_start(labelled_button("Delete", lambda: log("shop click Delete")), False, False, 0)
    if order.get("icon"):
        icon = Gtk.Button()
        icon.set_image(Gtk.Image.new_from_icon_name("edit-find-symbolic", Gtk.IconSize.BUTTON))
        icon.get_accessible().set_name(order["icon"])
        icon.connect("clicked", lambda _: log("shop click icon"))
        row.pack_start(icon, False, False, 0)
    if order.get("twin"):
        row.pack_start(labelled_button(order["twin"], lambda: log("shop click twin")), False, False, 0)
    row.pack_start(status, False, False, 0)
    column.pack_start(row, False, False, 0)
    window.add(column)
    return [window] + ([side_window(order["dialog"])] if order.get("dialog") else [])


def side_window(order):
    """A window with words and buttons, of which everything that is done to it is an event; a popup where it has a place."""
    place = order.get("place")
    window = Gtk.Window(
        type=Gtk.WindowType.POPUP if place else Gtk.WindowType.TOPLEVEL, title=order.get("title", "Message"))
    if place:
        window.move(place[0], place[1])
        window.set_default_size(place[2], place[3])
    window.connect("key-press-event", key_pressed)
    window.add_events(Gdk.EventMask.BUTTON_PRESS_MASK)
    window.connect("button-press-event", lambda *_: log("%s press" % role))
    column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=8, border_width=8)
    if order.get("text"):
        column.pack_start(Gtk.Label(label=order["text"], xalign=0), False, False, 0)
    if order.get("field"):
        row = Gtk.Box(spacing=12)
        row.pack_start(Gtk.Label(label=order["field"]), False, False, 0)
        row.pack_start(Gtk.Entry(), True, True, 0)
        column.pack_start(row, False, False, 0)
    for text in order.get("buttons", []):
        column.pack_start(
            labelled_button(text, lambda text=text: log("%s click %s" % (role, text))), False, False, 0)
    window.add(column)
    return window


def serve():
    global served, windows
    try:
        with open(os.path.join(folder, "order-" + role)) as file:
            order = json.load(file)
    except (OSError, ValueError):
        return True
    if order["number"] <= served:
        return True
    served = order["number"]
    for window in windows:
        window.destroy()
    windows = []
    if role == "shop" and not order.get("gone"):
        windows = shop_window(order)
    elif role == "chat" and order.get("windows"):
        windows = [side_window(one) for one in order["windows"]]
    for window in windows:
        window.show_all()
    GLib.timeout_add(5, finish, served, 0)
    return True


def finish(number, ticks):
    """Waits until all windows are drawn, as far as can be told here."""
    if not all(window.get_window() and window.get_window().is_viewable() for window in windows) or ticks < 20:
        GLib.timeout_add(5, finish, number, ticks + 1)
        return False
    Gdk.Display.get_default().sync()
    with open(os.path.join(folder, "done-%s.part" % role), "w") as file:
        file.write(str(number))
    os.rename(file.name, os.path.join(folder, "done-" + role))
    return False


GLib.timeout_add(5, serve)
Gtk.main()
