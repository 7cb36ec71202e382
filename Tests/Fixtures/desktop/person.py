"""Does on a display what a person would: through XTEST, as another client than Deskhand.

    python person.py :7 move 100 50 -- press 1 -- release 1 -- text "Anna" -- chord Control_L Alt_L a -- sleep 0.5

Each part is one gesture; keys are keysym names, text is ASCII.
"""
import ctypes
import sys
import time

x11, xtst = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
x11.XStringToKeysym.restype = ctypes.c_ulong
x11.XStringToKeysym.argtypes = [ctypes.c_char_p]
x11.XKeysymToKeycode.restype = ctypes.c_ubyte
x11.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
x11.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
xtst.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
xtst.XTestFakeButtonEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
xtst.XTestFakeMotionEvent.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_ulong]

# Those of the characters that are not their own names, on a US keyboard with Shift.
NAMES = {" ": "space", ".": "period", ",": "comma", "-": "minus", "/": "slash"}


class Person:
    def __init__(self, display):
        self.display = x11.XOpenDisplay(display.encode())
        if not self.display:
            sys.exit(f"cannot open display {display}")

    def pause(self, seconds=0.02):
        x11.XSync(self.display, 0)
        time.sleep(seconds)

    def key(self, name, down):
        code = x11.XKeysymToKeycode(self.display, x11.XStringToKeysym(name.encode()))
        xtst.XTestFakeKeyEvent(self.display, code, down, 0)
        self.pause()

    def button(self, number, down):
        xtst.XTestFakeButtonEvent(self.display, number, down, 0)
        self.pause()

    def move(self, x, y):
        xtst.XTestFakeMotionEvent(self.display, -1, x, y, 0)
        self.pause()

    def chord(self, names):
        for name in names:
            self.key(name, 1)
        for name in reversed(names):
            self.key(name, 0)

    def text(self, text):
        for character in text:
            name = NAMES.get(character, character)
            self.chord(["Shift_L", name.lower()] if character.isupper() else [name])

    def do(self, verb, *words):
        if verb == "move":
            self.move(*map(int, words))
        elif verb == "press":
            self.button(int(words[0]), 1)
        elif verb == "release":
            self.button(int(words[0]), 0)
        elif verb == "click":
            for _ in range(int(words[1]) if len(words) > 1 else 1):
                self.button(int(words[0]), 1)
                self.button(int(words[0]), 0)
        elif verb == "text":
            self.text(words[0])
        elif verb == "chord":
            self.chord(words)
        elif verb == "sleep":
            time.sleep(float(words[0]))
        else:
            sys.exit(f"unknown gesture {verb}")


def main():
    person, gesture = Person(sys.argv[1]), []
    for word in sys.argv[2:] + ["--"]:
        if word != "--":
            gesture.append(word)
        elif gesture:
            person.do(*gesture)
            gesture = []


main()
