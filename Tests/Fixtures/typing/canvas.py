"""A Tk canvas over the whole screen that writes the buttons and motions it sees, a line each, to FOLDER/text."""

import tkinter

import report

root = tkinter.Tk()
root.title("typing")
root.overrideredirect(True)
root.geometry(f"{root.winfo_screenwidth()}x{root.winfo_screenheight()}+0+0")
canvas = tkinter.Canvas(root, highlightthickness=0)
canvas.pack(fill="both", expand=True)
lines = []


def note(name):
    def write(event):
        lines.append(f"{name} {event.num if event.num != '??' else ''} {event.x} {event.y}".replace("  ", " "))
        report.write("text", "\n".join(lines))

    return write


def clear(*_):
    report.take_order()
    lines.clear()
    report.write("text", "")


canvas.bind("<Button>", note("press"))
canvas.bind("<ButtonRelease>", note("release"))
canvas.bind("<Double-Button-1>", note("double"))
canvas.bind("<Triple-Button-1>", note("triple"))
canvas.bind("<B1-Motion>", note("drag"))
canvas.bind("<Map>", lambda _: report.write("text", ""))
root.createfilehandler(report.control, tkinter.READABLE, clear)
root.mainloop()
