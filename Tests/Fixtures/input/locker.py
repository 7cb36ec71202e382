"""Covers the screen as a screen locker does, with a picture; locker.py CLASS."""
import sys
import tkinter

window = tkinter.Tk(className=sys.argv[1])
window.overrideredirect(True)
window.geometry(f"{window.winfo_screenwidth()}x{window.winfo_screenheight()}+0+0")
tkinter.Label(window, text="locked", background="#204060", foreground="#ffffff").pack(expand=True, fill="both")
window.mainloop()
