"""A GTK field over the whole window that writes its text to FILE at each change; entry.py FILE."""
import sys

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk

entry = Gtk.Entry()
entry.connect("changed", lambda _: open(sys.argv[1], "w").write(entry.get_text()))
window = Gtk.Window(title="Entry")
window.set_default_size(400, 40)
window.add(entry)
window.show_all()
Gtk.main()
