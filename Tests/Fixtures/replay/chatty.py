"""A till that talks: on standard output at its start and for each sale, on standard error about its printer.

NOISE is how many lines it prints at its start. CHANGE=price makes it sell for another price.
"""

import os
import sys
import tkinter

print("till 7 opened by Marlene Zander", flush=True)
for number in range(int(os.environ.get("NOISE", "0"))):
    print(f"line {number} of the start", flush=number % 1000 == 0)
sys.stdout.flush()

root = tkinter.Tk()
root.title("Till")
root.geometry("400x200+100+100")
root.option_add("*Font", "{DejaVu Sans} -20")
total = tkinter.Label(root, text="Total: 0.00")
total.place(x=40, y=40)


def sell():
    print("sold one bread", flush=True)
    print("printer offline", file=sys.stderr, flush=True)
    total.config(text="Total: 9.99" if os.environ.get("CHANGE") == "price" else "Total: 7.50")


tkinter.Button(root, text="Sell", command=sell).place(x=40, y=100)
root.mainloop()
