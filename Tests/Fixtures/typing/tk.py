"""A Tk window with a text widget. See report.py."""

import tkinter

import report

root = tkinter.Tk()
root.title("typing")
text = tkinter.Text(root, width=60, height=20)
text.pack()
text.focus_set()


def changed(_):
    text.edit_modified(False)
    report.write("text", text.get("1.0", "end-1c"))


def selected(_):
    bounds = text.tag_ranges("sel")
    report.write("selection", text.get(*bounds) if bounds else "")


def clear(*_):
    report.take_order()
    text.delete("1.0", "end")
    report.write("text", "")


text.bind("<<Modified>>", changed)
text.bind("<<Selection>>", selected)
root.createfilehandler(report.control, tkinter.READABLE, clear)
root.mainloop()
