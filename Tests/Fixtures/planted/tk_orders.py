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
root.configure(bg="#f0f0f0")


def put(widget, place):
    left, top, width, height = place
    widget.place(x=left, y=top, width=width, height=height)
    return widget


put(tkinter.Label(root, text="Customer", anchor="w", bg="#f0f0f0"), orders.CUSTOMER_LABEL)
customer = put(tkinter.Entry(root, insertofftime=0, bg="white"), orders.CUSTOMER)
put(tkinter.Label(root, text="Amount", anchor="w", bg="#f0f0f0"), orders.AMOUNT_LABEL)
amount = put(tkinter.Entry(root, insertofftime=0, bg="white"), orders.AMOUNT)
rows = put(
    tkinter.Frame(root, bg="white", highlightthickness=1, highlightbackground="#909090"), orders.LIST)
chosen = tkinter.StringVar(value=orders.products[0])
for product in orders.products:
    tkinter.Radiobutton(
        rows, text=product, value=product, variable=chosen, indicatoron=False, anchor="w", bg="white", bd=0, padx=14,
        pady=8, selectcolor="#c8dcf4", relief="flat", highlightthickness=0, takefocus=0).pack(fill="x", padx=4, pady=2)
message = put(tkinter.Label(root, text="", fg="#b02020", anchor="w", bg="#f0f0f0"), orders.MESSAGE)
total = put(tkinter.Label(root, text=order.total_words(), anchor="w", bg="#f0f0f0"), orders.TOTAL)
sent = put(tkinter.Label(root, text="", bg="#f0f0f0"), orders.SENT)


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
    sent.config(text="Order sent", fg="white", bg=orders.SENT_COLOUR)


def place():
    orders.crash_in_the_middle()
    if orders.planted == "missing-dialog":
        send()
    else:
        dialog("Confirm order", order.question(), "Send now", send)


put(tkinter.Button(root, text=orders.ADD, command=add), orders.ADD_BUTTON)
put(
    tkinter.Button(root, text=orders.PLACE, command=place, state="normal" if orders.CAN_PLACE else "disabled"),
    orders.PLACE_BUTTON)
customer.focus_force()
root.mainloop()
