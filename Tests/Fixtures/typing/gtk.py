"""A GTK 3 window with a text view. See report.py."""

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

import report  # noqa: E402

view = Gtk.TextView(accepts_tab=True)
buffer = view.get_buffer()


def text():
    return buffer.get_text(buffer.get_start_iter(), buffer.get_end_iter(), True)


def selected(*_):
    bounds = buffer.get_selection_bounds()
    report.write("selection", buffer.get_text(*bounds, True) if bounds else "")


def clear(*_):
    report.take_order()
    buffer.set_text("")
    report.write("text", "")
    return True


later = report.Later("text", text, GLib.idle_add)
buffer.connect("changed", later.changed)
buffer.connect("mark-set", selected)
scrolls = []


def scrolled(_, event):
    known, direction = event.get_scroll_direction()
    if known:
        scrolls.append(direction.value_nick)
    report.write("scroll", "\n".join(scrolls))


view.add_events(Gdk.EventMask.SCROLL_MASK)
view.connect("scroll-event", scrolled)
GLib.io_add_watch(report.control, GLib.IO_IN, clear)
window = Gtk.Window(title="typing", default_width=500, default_height=400)
window.add(view)
window.show_all()
Gtk.main()
