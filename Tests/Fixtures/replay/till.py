"""A till under test: one button and a total.

CHANGE names what a later version does otherwise, START how many seconds it takes to start, CLOCK whether it shows when it
was started. ALTERNATE names a file that makes every second start another one: it shows News when the file is there, and
makes or removes it.
"""

import os
import sys
import time
import tkinter

PRICE = "7.50"
change = os.environ.get("CHANGE", "")
time.sleep(float(os.environ.get("START", "0")))
if change == "crash at start":
    print("database password missing", file=sys.stderr, flush=True)
    os._exit(3)

root = tkinter.Tk()
root.title("Till")
root.geometry("500x300+100+100")
root.configure(bg="#f0f0f0")
root.option_add("*Font", "{DejaVu Sans} -20")
total = tkinter.Label(root, text="Total: 0.00", bg="#f0f0f0")
total.place(x=40, y=40)
if "CLOCK" in os.environ:
    tkinter.Label(root, text=f"Started at {time.time():.2f}", bg="#f0f0f0").place(x=40, y=240)

alternate = os.environ.get("ALTERNATE")
if alternate and os.path.exists(alternate):
    tkinter.Label(root, text="News", bg="#f0f0f0").place(x=300, y=40)
    os.remove(alternate)
elif alternate:
    open(alternate, "w").close()


def tooltip():
    tip = tkinter.Toplevel(root)
    tip.overrideredirect(True)
    tip.attributes("-type", "tooltip")
    tip.geometry(f"120x26+{root.winfo_pointerx() + 10}+{root.winfo_pointery() + 20}")
    tkinter.Label(tip, text="Sells one", bg="#ffffe0").pack()


def sell():
    if change in ("crash", "abort"):
        print("database password missing", file=sys.stderr, flush=True)
        os.abort() if change == "abort" else os._exit(3)
    total.config(text="Total: 7.60" if change == "total" else f"Total: {PRICE}")
    with open("sold", "w") as file:
        file.write("1")
    if change == "tooltip":
        root.after(1, tooltip)


button = tkinter.Button(root, text="Sell the bread", command=sell)
button.place(x=40, y=120)
root.mainloop()
