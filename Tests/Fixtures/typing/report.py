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


class Later:
    """Reports a text once the program has nothing else to do: 1000 keys must not cost 1000 files."""

    def __init__(self, name, text, when_idle):
        self.name, self.text, self.when_idle = name, text, when_idle
        self.waits = False

    def changed(self, *_):
        if not self.waits:
            self.waits = True
            self.when_idle(self.report)

    def report(self):
        self.waits = False
        write(self.name, self.text())


def take_order():
    """Reads away what stands in the control pipe."""
    os.read(control, 1000)
