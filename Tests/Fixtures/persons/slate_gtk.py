"""The slate in GTK 3."""

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gtk

import slate

Gtk.Settings.get_default().set_property("gtk-cursor-blink", False)
Gtk.Settings.get_default().set_property("gtk-enable-animations", False)
window = Gtk.Window(title=slate.TITLE)
left, top, width, height = slate.WINDOW
window.set_default_size(width, height)
window.move(left, top)
window.connect("destroy", Gtk.main_quit)
form = Gtk.Fixed()
window.add(form)


def put(widget, place):
    left, top, width, height = place
    widget.set_size_request(width, height)
    form.put(widget, left, top)
    return widget


field = put(Gtk.Entry(), slate.FIELD)
field.connect("changed", lambda _: slate.keep(field=field.get_text()))
for name, place in slate.TICKS.items():
    box = put(Gtk.CheckButton(label=name), place)
    box.connect("toggled", lambda box, name=name: slate.tick(name, box.get_active()))
slider = put(Gtk.Scale.new_with_range(Gtk.Orientation.HORIZONTAL, 0, 100, 1), slate.SLIDER)
slider.set_draw_value(False)
slider.connect("value-changed", lambda _: slate.keep(slider=round(slider.get_value())))
frame = put(Gtk.ScrolledWindow(overlay_scrolling=False, kinetic_scrolling=False), slate.LIST)
rows = Gtk.ListBox()
frame.add(rows)
for name in slate.ROWS:
    row = Gtk.ListBoxRow()
    row.name = name
    row.add(Gtk.Label(label=name, xalign=0))
    rows.add(row)
rows.connect("row-selected", lambda _, row: slate.keep(row=row.name if row else ""))
frame.get_vadjustment().connect("value-changed", lambda scroll: slate.keep(top=round(scroll.get_value())))
sheet = put(Gtk.DrawingArea(), slate.SHEET)
sheet.add_events(Gdk.EventMask.BUTTON_PRESS_MASK | Gdk.EventMask.BUTTON_RELEASE_MASK | Gdk.EventMask.BUTTON_MOTION_MASK)
lines = []


def press(_, event):
    # A double click is told as one more event of its own.
    if event.type == Gdk.EventType.BUTTON_PRESS:
        lines.append([(event.x, event.y)])
        slate.drawn("press", event.button, event.x, event.y)


def move(_, event):
    lines[-1].append((event.x, event.y))
    sheet.queue_draw()


def draw(_, canvas):
    canvas.set_source_rgb(0, 0, 1)
    for line in lines:
        canvas.move_to(*line[0])
        for place in line[1:]:
            canvas.line_to(*place)
        canvas.stroke()


sheet.connect("button-press-event", press)
sheet.connect("button-release-event", lambda _, event: slate.drawn("release", event.button, event.x, event.y))
sheet.connect("motion-notify-event", move)
sheet.connect("draw", draw)
field.grab_focus()
window.show_all()
Gtk.main()
