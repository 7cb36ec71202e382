"""A GTK window that writes a line to LOG for each button, turn of the wheel and character: events.py LOG [LIBRARY].

LIBRARY is a file that the program holds in its memory as it would a library; `class:NAME` is its windows' class instead.
"""
import mmap
import sys

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk

log = open(sys.argv[1], "a", buffering=1)
NAMES = {Gdk.ModifierType.SHIFT_MASK: "shift", Gdk.ModifierType.CONTROL_MASK: "ctrl", Gdk.ModifierType.MOD1_MASK: "alt"}


def held(state):
    return "".join(f" {name}" for mask, name in NAMES.items() if state & mask)


def note(_, event):
    kind = event.type.value_nick
    if kind in ("button-press", "2button-press", "3button-press", "button-release"):
        place = f"{int(event.button.x_root)},{int(event.button.y_root)}"
        log.write(f"{kind} {event.button.button} {place}{held(event.button.state)}\n")
    elif kind == "scroll":
        log.write(f"scroll {event.scroll.direction.value_nick}{held(event.scroll.state)}\n")
    return False


def note_key(_, event):
    log.write(f"key {Gdk.keyval_name(event.keyval)}{held(event.state)}\n")
    return False


window = Gtk.Window(title="Events")
library = sys.argv[2] if len(sys.argv) > 2 else ""
if library.startswith("class:"):
    name = library.removeprefix("class:")
    window.set_wmclass(name, name)
elif library:
    with open(library, "rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
window.set_default_size(600, 440)
area = Gtk.EventBox()
area.add_events(Gdk.EventMask.ALL_EVENTS_MASK & ~Gdk.EventMask.SMOOTH_SCROLL_MASK)
area.connect("event", note)
window.connect("key-press-event", note_key)
window.add(area)
window.show_all()
window.move(0, 0)
Gtk.main()
