"""A GTK dialog whose default button is pressed by Return in its entry, and then closes: GTK holds the button for 250 ms."""
import gi

gi.require_version("Gtk", "3.0")
from gi.repository import GLib, Gtk

window = Gtk.Window(title="Main")
window.set_default_size(500, 300)
label = Gtk.Label(label="Name pending")
window.add(label)
window.connect("destroy", Gtk.main_quit)
window.show_all()


def ask():
    dialog = Gtk.Dialog(title="Ask", transient_for=window)
    dialog.add_buttons("Cancel", 0, "Create", 1)
    dialog.set_default_response(1)
    entry = Gtk.Entry(activates_default=True)
    dialog.get_content_area().add(entry)
    dialog.show_all()
    dialog.run()
    text = entry.get_text()
    dialog.destroy()
    label.set_text("Name is " + text)


GLib.timeout_add(100, ask)
Gtk.main()
