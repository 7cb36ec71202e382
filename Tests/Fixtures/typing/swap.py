"""A window that another one covers and uncovers on command, both of which write down the clicks that they get.

Commands come as "<number> cover" or "<number> uncover" in the file "command" of the folder given; the number goes into the
file "done" once the server has drawn the change. Clicks are lines "below" or "above" of the file "clicks".
"""

import os
import sys
import tkinter

folder = sys.argv[1]
root = tkinter.Tk()
root.overrideredirect(True)
root.geometry("600x400+300+200")
root.configure(background="#d8d8d8")
cover = tkinter.Toplevel(root)
cover.overrideredirect(True)
cover.geometry("600x400+300+200")
cover.configure(background="#3060a0")
cover.withdraw()
served = 0


def clicked(name):
    with open(os.path.join(folder, "clicks"), "a") as file:
        file.write(name + "\n")


def serve():
    global served
    try:
        with open(os.path.join(folder, "command")) as file:
            number, word = file.read().split()
    except (OSError, ValueError):
        number, word = "0", ""
    if int(number) > served:
        served = int(number)
        if word == "cover":
            cover.deiconify()
            cover.lift()
        else:
            cover.withdraw()
        root.update()
        # An answer from the server shows that it has done what it was told before.
        root.winfo_pointerx()
        root.update()
        with open(os.path.join(folder, "done"), "w") as file:
            file.write(number)
    root.after(2, serve)


root.bind("<ButtonPress>", lambda event: clicked("below"))
cover.bind("<ButtonPress>", lambda event: clicked("above"))
root.update()
with open(os.path.join(folder, "done"), "w") as file:
    file.write("0")
root.after(2, serve)
root.mainloop()
