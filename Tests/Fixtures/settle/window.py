"""A window that changes as it is told: window.py MODE [MILLISECONDS ...]

colours  after each click a field takes the next colour at each of the given times: red, green, blue, and so on
same     something is drawn every 20 ms that looks just like what was there
compute  a click makes it compute for that time, and take the first colour after that
minimise a click minimises the window
flicker  a field goes from one colour to another and back every 100 ms
"""
import sys
import time
import tkinter

COLOURS = ["#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff"]
mode, delays = sys.argv[1], [int(text) for text in sys.argv[2:]]

window = tkinter.Tk(className="Settle")
window.title("settle " + mode)
window.geometry("300x200+40+40")
canvas = tkinter.Canvas(window, width=300, height=200, background="#808080", highlightthickness=0)
canvas.pack()
field = canvas.create_rectangle(50, 50, 250, 150, fill="#ffffff", outline="")


def show(colour):
    canvas.itemconfigure(field, fill=colour)


def click(event):
    for delay, colour in zip(delays, COLOURS):
        window.after(delay, show, colour)


def compute(event):
    end = time.monotonic() + delays[0] / 1000
    while time.monotonic() < end:
        pass
    show(COLOURS[0])


def draw_same():
    cover = canvas.create_rectangle(60, 60, 240, 140, fill="#ffffff", outline="")
    canvas.update_idletasks()
    canvas.delete(cover)
    window.after(20, draw_same)


def flicker(step=0):
    show(["#ffffff", "#d0d0ff"][step % 2])
    window.after(100, flicker, step + 1)


if mode == "colours":
    window.bind("<Button-1>", click)
elif mode == "compute":
    window.bind("<Button-1>", compute)
elif mode == "minimise":
    window.bind("<Button-1>", lambda event: window.iconify())
elif mode == "same":
    draw_same()
elif mode == "flicker":
    flicker()
window.mainloop()
