"""A window that writes down each key it gets, as keysym and modifier state, one a line in FOLDER/keys."""
import sys
import tkinter

keys = open(sys.argv[1] + "/keys", "w", buffering=1)
root = tkinter.Tk()
root.geometry("1280x800+0+0")
root.bind("<KeyPress>", lambda event: keys.write(f"{event.keysym} {event.state}\n"))
root.after(100, root.focus_force)
root.after(200, lambda: keys.write("ready 0\n"))
root.mainloop()
