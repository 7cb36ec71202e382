"""A button whose tooltip covers another one; hint.py LOG writes a line for each button that is clicked."""
import sys
import tkinter

log = open(sys.argv[1], "a", buffering=1)
window = tkinter.Tk()
window.title("Hint")
window.geometry("500x300+0+0")
font = ("DejaVu Sans", 14)
upper = tkinter.Button(window, text="Upper", font=font, command=lambda: log.write("upper\n"))
lower = tkinter.Button(window, text="Lower", font=font, command=lambda: log.write("lower\n"))
upper.place(x=60, y=40)
lower.place(x=60, y=100)
tip = tkinter.Toplevel(window)
tip.withdraw()
tip.overrideredirect(True)
tip.attributes("-type", "tooltip")
tkinter.Label(tip, text="", background="#ffffcc").pack()


def show(_):
    tip.geometry("300x90+40+86")
    tip.deiconify()


upper.bind("<Enter>", show)
upper.bind("<Leave>", lambda _: tip.withdraw())
window.mainloop()
