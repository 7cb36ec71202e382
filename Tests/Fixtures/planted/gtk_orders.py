"""The order form in GTK 3."""

import gi

gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, GLib, Gtk

import orders

orders.start()
order = orders.Order()
Gtk.Settings.get_default().set_property("gtk-cursor-blink", False)
Gtk.Settings.get_default().set_property("gtk-enable-animations", False)
dark = f"window, entry, button, list, row {{ background: {orders.BACKGROUND}; color: {orders.WORDS}; }}" if orders.IS_DARK else ""
style = Gtk.CssProvider()
style.load_from_data(
    f"""
    * {{ font-family: "{orders.FONT}"; font-size: {orders.FONT_PIXELS}px; }}
    row label {{ padding: 8px; }}
    .message {{ color: #b02020; }}
    .sent {{ color: white; background: {orders.SENT_COLOUR}; }}
    {dark}
    """.encode())
Gtk.StyleContext.add_provider_for_screen(
    Gdk.Screen.get_default(), style, Gtk.STYLE_PROVIDER_PRIORITY_APPLICATION)
window = Gtk.Window(title=orders.TITLE)
left, top, width, height = orders.WINDOW
window.set_default_size(width, height)
window.set_resizable(True)
window.move(left, top)
window.connect("destroy", Gtk.main_quit)
form = Gtk.Fixed()
window.add(form)


def put(widget, place, holder=None):
    left, top, width, height = place
    widget.set_size_request(width, height)
    (holder or form).put(widget, left, top)
    return widget


def label(words, place, holder=None, centred=False):
    made = Gtk.Label(label=words, xalign=0.5 if centred else 0)
    return put(made, place, holder)


label(orders.CUSTOMER_WORDS, orders.CUSTOMER_LABEL)
customer = put(Gtk.Entry(), orders.CUSTOMER)
label(orders.say("Amount"), orders.AMOUNT_LABEL)
amount = put(Gtk.Entry(), orders.AMOUNT)
frame = put(Gtk.Frame(), orders.LIST)
rows = Gtk.ListBox()
frame.add(rows)
for product in orders.products:
    row = Gtk.ListBoxRow(can_focus=False)
    row.product = product
    row.add(Gtk.Label(label=orders.say(product), xalign=0))
    rows.add(row)
rows.select_row(rows.get_row_at_index(0))
message = label("", orders.MESSAGE)
message.get_style_context().add_class("message")
total = label(order.total_words(), orders.TOTAL)
sent = label("", orders.SENT, centred=True)


def dialog(title, words, button, then):
    question = Gtk.Window(title=title, transient_for=window, modal=True)
    question.set_type_hint(Gdk.WindowTypeHint.DIALOG)
    left, top, width, height = orders.DIALOG
    question.set_default_size(width, height)
    question.move(left, top)
    holder = Gtk.Fixed()
    question.add(holder)
    label(words, (20, 20, width - 40, 40), holder, centred=True)
    answer = put(Gtk.Button(label=button), (100, 85, 140, 44), holder)

    def close(_):
        question.destroy()
        then()

    answer.connect("clicked", close)
    question.show_all()


def show_total():
    total.set_text(order.total_words())
    if orders.planted == "extra-dialog":
        dialog("Tip of the day", "Order early", "Close tip", lambda: None)
    return False


def add(_):
    message.set_text(order.complaint(amount.get_text()))
    if not amount.get_text().isdigit():
        customer.grab_focus()
        return
    order.add(rows.get_selected_row().product, amount.get_text())
    GLib.timeout_add(max(1, orders.reaction_milliseconds()), show_total)


def send():
    order.save(customer.get_text())
    sent.set_text(orders.say("Order sent"))
    sent.get_style_context().add_class("sent")


def place(_):
    orders.crash_in_the_middle()
    if orders.planted == "missing-dialog":
        send()
    else:
        dialog(orders.say("Confirm order"), order.question(), orders.say("Send now"), send)


adding = put(Gtk.Button(label=None if orders.HAS_ICON else orders.ADD), orders.ADD_BUTTON)
if orders.HAS_ICON:
    adding.set_image(Gtk.Image.new_from_icon_name("list-add", Gtk.IconSize.BUTTON))
    adding.get_accessible().set_name(orders.ADD)
adding.connect("clicked", add)
if orders.HAS_TWIN:
    put(Gtk.Button(label=orders.ADD), orders.TWIN_BUTTON)
placing = put(Gtk.Button(label=orders.PLACE, sensitive=orders.CAN_PLACE), orders.PLACE_BUTTON)
placing.connect("clicked", place)
customer.grab_focus()
window.show_all()
Gtk.main()
