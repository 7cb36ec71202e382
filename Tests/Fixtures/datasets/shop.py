"""A window with menus, tabs and icon buttons, some of which do harm: usage: shop.py LOG

Every item that is chosen and every button that is pressed adds its name to the file LOG.
"""

import sys

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gtk

MENUS = {
    "File": ["New", "Open Folder...", "Delete All...", "Send by Mail...", "Print...", "Quit..."],
    "Edit": ["Copy", "Preferences...", "Empty Trash..."],
}
ICONS = [("Bold", "format-text-bold"), ("Undo", "edit-undo"), ("Search", "edit-find")]


def note(widget, name):
    with open(sys.argv[1], "a") as log:
        log.write(name + "\n")
    if name.endswith("..."):
        dialog = Gtk.Dialog(title=name.rstrip("."), transient_for=window, modal=True)
        dialog.add_button("Cancel", Gtk.ResponseType.CANCEL)
        dialog.add_button("Erase %s" % name.rstrip("."), Gtk.ResponseType.OK)
        for option in ("Show hidden items", "Sort by size", "Wrap lines"):
            dialog.get_content_area().add(Gtk.CheckButton(label="%s of %s" % (option, name.rstrip("."))))
        dialog.connect("response", lambda dialog, response: dialog.destroy())
        dialog.show_all()


window = Gtk.Window(title="Shop")
window.set_default_size(560, 420)
window.connect("destroy", Gtk.main_quit)
column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
bar = Gtk.MenuBar()
for title, names in MENUS.items():
    menu, item = Gtk.Menu(), Gtk.MenuItem(label=title)
    for name in names:
        entry = Gtk.MenuItem(label=name)
        entry.connect("activate", note, name)
        menu.append(entry)
    item.set_submenu(menu)
    bar.append(item)
column.pack_start(bar, False, False, 0)
tools = Gtk.Toolbar()
tools.set_style(Gtk.ToolbarStyle.ICONS)
for name, icon in ICONS:
    button = Gtk.ToolButton(icon_name=icon, label=name)
    button.connect("clicked", note, name)
    tools.insert(button, -1)
column.pack_start(tools, False, False, 0)
book = Gtk.Notebook()
for title, labels in (("Goods", ["Apples", "Pears", "Same", "Same"]), ("Orders", ["Monday", "Tuesday"])):
    page = Gtk.Box(orientation=Gtk.Orientation.VERTICAL)
    for label in labels:
        button = Gtk.Button(label=label)
        button.connect("clicked", note, label)
        page.pack_start(button, False, False, 4)
    book.append_page(page, Gtk.Label(label=title))
column.pack_start(book, True, True, 0)
window.add(column)
window.show_all()
Gtk.main()
