"""Settings in Tk, whose programs tell nothing of themselves: a field, a check box that is checked, and a button."""
import tkinter

root = tkinter.Tk()
root.title("Settings")
root.geometry("420x260+120+90")
tkinter.Label(root, text="Name").place(x=24, y=28)
name = tkinter.Entry(root, width=24)
name.place(x=120, y=26)
backups = tkinter.IntVar(value=1)
tkinter.Checkbutton(root, text="Make backups", variable=backups).place(x=24, y=80)
sounds = tkinter.IntVar(value=0)
tkinter.Checkbutton(root, text="Play sounds", variable=sounds).place(x=24, y=116)


def save():
    with open("settings.txt", "w") as file:
        file.write("%s %d %d" % (name.get(), backups.get(), sounds.get()))
    root.title("Saved")


tkinter.Button(root, text="Save", command=save, width=10).place(x=24, y=190)
tkinter.Button(root, text="Cancel", command=root.destroy, width=10).place(x=170, y=190)
root.mainloop()
