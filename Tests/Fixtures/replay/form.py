"""A small program under test: a name is greeted after a question.

A file 'planted' beside it names one change, as a later version of the program might have it.
"""

import pathlib
import sys
import tkinter
from tkinter import font

beside = pathlib.Path(__file__).with_name("planted")
planted = beside.read_text().strip() if beside.exists() else ""
ground = {"other-theme": "#40444c", "slightly-darker": "#e6e6e6"}.get(planted, "#f0f0f0")
delay = {"slower-start": 1.2, "much-slower-start": 25}.get(planted, 0)

root = tkinter.Tk()
root.title("Orders" if planted == "other-title" else "Greetings")
root.geometry("420x260")
root.configure(bg=ground)
usual = font.Font(family="DejaVu Sans", size=13 if planted == "larger-font" else 12)
root.option_add("*Font", usual)
root.option_add("*Background", ground)

menu = tkinter.Menu(root)
entries = tkinter.Menu(menu, tearoff=0)
for entry in ["Open", "Save", "Close"]:
    if not (planted == "missing-menu-entry" and entry == "Save"):
        entries.add_command(label=entry)
menu.add_cascade(label="Actions", menu=entries)
root.config(menu=menu)


def greet():
    if planted == "crash":
        sys.exit(1)
    if planted == "missing-dialog":
        return answer()
    dialog = tkinter.Toplevel(root)
    dialog.title("Question")
    dialog.geometry("260x120+700+500")
    tkinter.Label(dialog, text="Greet now?").pack(pady=8)
    tkinter.Button(dialog, text="Certainly", command=lambda: (dialog.destroy(), answer())).pack()


def answer():
    words = "Good evening" if planted == "wrong-result" else "Good morning"
    end = "" if planted == "missing-stop" else "."
    text = f"{words}, {field.get()}{end}"
    pathlib.Path("greeting.txt").write_text(text)
    result.config(text=text, fg="#a00000" if planted == "other-colour" else "black")


def build():
    global field, result
    field = tkinter.Entry(root, insertofftime=0, bg="white")
    field.insert(0, "Mr " if planted == "other-text" else "")
    field.place(x=30, y=30, width=200)
    field.focus_force()
    label = "Salute" if planted == "other-label" else "Welcome"
    left = {"moved-button": 90, "one-pixel": 31}.get(planted, 30)
    tkinter.Button(root, text=label, command=greet).place(x=left, y=80)
    result = tkinter.Label(root, text="")
    result.place(x=30, y=150)
    if planted == "extra-window":
        extra = tkinter.Toplevel(root)
        extra.title("News")
        extra.geometry("200x80+20+20")


if delay:
    root.after(int(delay * 1000), build)
else:
    build()
root.mainloop()
