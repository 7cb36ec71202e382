"""Owns the clipboard with a picture, as PNG and as BMP, and with its name as text; picture.py SIDE READY.

The picture has SIDE x SIDE pixels of noise. A line on READY says that the clipboard is taken."""
import random
import sys

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GdkPixbuf, GLib, Gtk

side = int(sys.argv[1])
noise = random.Random(7).randbytes(3 * side * side)
picture = GdkPixbuf.Pixbuf.new_from_bytes(
    GLib.Bytes.new(noise), GdkPixbuf.Colorspace.RGB, False, 8, side, side, 3 * side)
clipboard = Gtk.Clipboard.get(Gdk.SELECTION_CLIPBOARD)
clipboard.set_image(picture)
open(sys.argv[2], "w").write("ready\n")
Gtk.main()
