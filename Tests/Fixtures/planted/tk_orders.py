"""The order form in Tk."""

import tkinter
from tkinter import font

import orders

orders.start()
order = orders.Order()
root = tkinter.Tk()
root.title(orders.TITLE)
left, top, width, height = orders.WINDOW
root.geometry(f"{width}x{height}+{left}+{top}")
usual = font.Font(family=orders.FONT, size=-orders.FONT_PIXELS)
root.option_add("*Font", usual)
if orders.IS_DARK:
    root.option_add("*foreground", orders.WORDS)
    root.option_add("*background", orders.BACKGROUND)
root.configure(bg=orders.BACKGROUND)


def put(widget, place):
    left, top, width, height = place
    widget.place(x=left, y=top, width=width, height=height)
    return widget


put(tkinter.Label(root, text=orders.CUSTOMER_WORDS, anchor="w", bg=orders.BACKGROUND), orders.CUSTOMER_LABEL)
customer = put(tkinter.Entry(root, insertofftime=0, bg=orders.FIELDS), orders.CUSTOMER)
put(tkinter.Label(root, text=orders.say("Amount"), anchor="w", bg=orders.BACKGROUND), orders.AMOUNT_LABEL)
amount = put(tkinter.Entry(root, insertofftime=0, bg=orders.FIELDS), orders.AMOUNT)
rows = put(
    tkinter.Frame(root, bg=orders.FIELDS, highlightthickness=1, highlightbackground="#909090"), orders.LIST)
chosen = tkinter.StringVar(value=orders.products[0])
for product in orders.products:
    tkinter.Radiobutton(
        rows, text=orders.say(product), value=product, variable=chosen, indicatoron=False, anchor="w", bg=orders.FIELDS, bd=0, padx=14,
        pady=8, selectcolor="#405060" if orders.IS_DARK else "#c8dcf4", relief="flat", highlightthickness=0, takefocus=0).pack(fill="x", padx=4, pady=2)
message = put(tkinter.Label(root, text="", fg="#b02020", anchor="w", bg=orders.BACKGROUND), orders.MESSAGE)
total = put(tkinter.Label(root, text=order.total_words(), anchor="w", bg=orders.BACKGROUND), orders.TOTAL)
sent = put(tkinter.Label(root, text="", bg=orders.BACKGROUND), orders.SENT)


def dialog(title, words, button, then):
    window = tkinter.Toplevel(root)
    window.title(title)
    left, top, width, height = orders.DIALOG
    window.geometry(f"{width}x{height}+{left}+{top}")
    put(tkinter.Label(window, text=words), (20, 20, width - 40, 40))

    def close():
        window.destroy()
        then()

    put(tkinter.Button(window, text=button, command=close), (100, 85, 140, 44))
    window.transient(root)
    window.grab_set()


def show_total():
    total.config(text=order.total_words())
    if orders.planted == "extra-dialog":
        dialog("Tip of the day", "Order early", "Close tip", lambda: None)


def add():
    complaint = order.complaint(amount.get())
    message.config(text=complaint)
    if not amount.get().isdigit():
        customer.focus_set()
        return
    order.add(chosen.get(), amount.get())
    root.after(orders.reaction_milliseconds(), show_total)


def send():
    order.save(customer.get())
    sent.config(text=orders.say("Order sent"), fg="white", bg=orders.SENT_COLOUR)


def place():
    orders.crash_in_the_middle()
    if orders.planted == "missing-dialog":
        send()
    else:
        dialog(orders.say("Confirm order"), order.question(), orders.say("Send now"), send)


look = {"bitmap": "gray25"} if orders.HAS_ICON else {"text": orders.ADD}
put(tkinter.Button(root, command=add, **look), orders.ADD_BUTTON)
if orders.HAS_TWIN:
    put(tkinter.Button(root, text=orders.ADD), orders.TWIN_BUTTON)
put(
    tkinter.Button(root, text=orders.PLACE, command=place, state="normal" if orders.CAN_PLACE else "disabled"),
    orders.PLACE_BUTTON)
customer.focus_force()
root.mainloop()
