"""The slate in Tk."""

import tkinter

import slate

window = tkinter.Tk()
window.title(slate.TITLE)
left, top, width, height = slate.WINDOW
window.geometry(f"{width}x{height}+{left}+{top}")


def put(widget, place):
    left, top, width, height = place
    widget.place(x=left, y=top, width=width, height=height)
    return widget


text = tkinter.StringVar()
text.trace_add("write", lambda *_: slate.keep(field=text.get()))
field = put(tkinter.Entry(window, textvariable=text, insertofftime=0), slate.FIELD)
for name, place in slate.TICKS.items():
    held = tkinter.BooleanVar()
    put(tkinter.Checkbutton(window, text=name, variable=held, anchor="w",
                            command=lambda name=name, held=held: slate.tick(name, held.get())), place)
    setattr(window, "held_" + name, held)
slider = put(tkinter.Scale(window, from_=0, to=100, orient="horizontal", showvalue=False, repeatdelay=100000,
                           command=lambda value: slate.keep(slider=round(float(value)))), slate.SLIDER)
rows = put(tkinter.Listbox(window, exportselection=False, yscrollcommand=lambda *_: window.after_idle(
    lambda: slate.keep(top=rows.nearest(0)))), slate.LIST)
rows.insert("end", *slate.ROWS)
rows.bind("<<ListboxSelect>>", lambda _: slate.keep(row=rows.get(rows.curselection()[0])))
sheet = put(tkinter.Canvas(window, background="white"), slate.SHEET)
last = None


def press(event):
    global last
    last = event
    slate.drawn("press", event.num, event.x, event.y)


def move(event):
    global last
    if last is not None:
        sheet.create_line(last.x, last.y, event.x, event.y, fill="blue")
        last = event


def release(event):
    global last
    last = None
    slate.drawn("release", event.num, event.x, event.y)


for button in (1, 2, 3):
    sheet.bind(f"<ButtonPress-{button}>", press)
    sheet.bind(f"<ButtonRelease-{button}>", release)
    sheet.bind(f"<B{button}-Motion>", move)
field.focus_set()
window.mainloop()
