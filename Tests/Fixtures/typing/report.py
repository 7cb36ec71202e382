"""What all typing fixtures share: they report the text of their widget and clear it when told to.

Usage of a fixture: `/usr/bin/python3 gtk.py FOLDER`. It writes FOLDER/text whenever its text changes and
FOLDER/selection whenever its selection does, whole and by renaming; a line written to the pipe FOLDER/control clears
the text.
"""

import os
import sys

folder = sys.argv[1]
control = os.open(os.path.join(folder, "control"), os.O_RDWR | os.O_NONBLOCK)


def write(name, text):
    path = os.path.join(folder, name)
    with open(path + ".new", "w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        file.write(text)
    os.rename(path + ".new", path)


def take_order():
    """Reads away what stands in the control pipe."""
    os.read(control, 1000)
