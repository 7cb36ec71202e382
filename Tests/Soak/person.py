"""A synthetic person: works on a display through XTEST, as another client than Deskhand, and keeps a journal of what was done."""

import ctypes
import ctypes.util
import os
import random
import time

x11, xtst = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XOpenDisplay.argtypes = [ctypes.c_char_p]
x11.XCloseDisplay.argtypes = [ctypes.c_void_p]
x11.XStringToKeysym.restype = ctypes.c_ulong
x11.XStringToKeysym.argtypes = [ctypes.c_char_p]
x11.XKeysymToKeycode.restype = ctypes.c_ubyte
x11.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
x11.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]
xtst.XTestFakeKeyEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
xtst.XTestFakeButtonEvent.argtypes = [ctypes.c_void_p, ctypes.c_uint, ctypes.c_int, ctypes.c_ulong]
xtst.XTestFakeMotionEvent.argtypes = [ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_ulong]

# The characters that a US keyboard has, by the key that makes them; those of the second line with Shift.
PLAIN = dict(zip("`-=[]\\;',./ ", "grave minus equal bracketleft bracketright backslash semicolon apostrophe comma period slash space".split()))
SHIFTED = dict(zip('~_+{}|:"<>?!@#$%^&*()', "grave minus equal bracketleft bracketright backslash semicolon apostrophe comma period slash "
                   "1 2 3 4 5 6 7 8 9 0".split()))
CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + "".join(PLAIN) + "".join(SHIFTED)


def key_of(character):
    """The key of a character, and whether it needs Shift."""
    if character in PLAIN:
        return PLAIN[character], False
    if character in SHIFTED:
        return SHIFTED[character], True
    return character.lower(), character.isupper()


class Person:
    """`journal` holds what was done: one entry a character, chord, click, drag or notch."""

    def __init__(self, display, authority, seed):
        os.environ["XAUTHORITY"] = authority
        self.display = x11.XOpenDisplay(display.encode())
        if not self.display:
            raise SystemExit(f"cannot open display {display}")
        # On a slow machine a key would repeat by itself, of which the journal knows nothing.
        x11.XAutoRepeatOff(self.display)
        self.chance = random.Random(seed)
        self.journal, self.events, self.place, self.pace = [], 0, (0, 0), (0.01, 0.06)

    def close(self):
        x11.XCloseDisplay(self.display)

    # MARK: single events

    def flush(self):
        x11.XSync(self.display, 0)

    def rest(self, least=None, most=None):
        x11.XSync(self.display, 0)
        low, high = self.pace if least is None else (least, most)
        time.sleep(self.chance.uniform(low, high))

    def key(self, name, is_down):
        code = x11.XKeysymToKeycode(self.display, x11.XStringToKeysym(name.encode()))
        assert code, name
        xtst.XTestFakeKeyEvent(self.display, code, is_down, 0)
        self.events += 1
        self.rest()

    def button(self, number, is_down):
        xtst.XTestFakeButtonEvent(self.display, number, is_down, 0)
        self.events += 1
        # No finger is faster, and window managers that pass clicks on are not either.
        self.rest(max(0.03, self.pace[0]), max(0.06, self.pace[1]))

    def move(self, x, y):
        xtst.XTestFakeMotionEvent(self.display, -1, x, y, 0)
        self.place = (x, y)
        self.events += 1
        self.rest()

    def glide(self, x, y, steps=6):
        """Moves the pointer there along a crooked line."""
        start = self.place
        for number in range(1, steps):
            share = number / steps
            self.move(*(round(a + (b - a) * share + self.chance.uniform(-9, 9)) for a, b in zip(start, (x, y))))
        self.move(x, y)

    # MARK: gestures

    def type(self, text, slips=0.0):
        """Types a text, with as large a share of slips that are taken back at once."""
        for character in text:
            if self.chance.random() < slips:
                self.stroke(self.chance.choice("qxzj"))
                self.chord("BackSpace")
            self.stroke(character)

    def stroke(self, character):
        name, is_shifted = key_of(character)
        for down in ([("Shift_L", 1)] if is_shifted else []) + [(name, 1), (name, 0)] + ([("Shift_L", 0)] if is_shifted else []):
            self.key(*down)
        self.journal.append(("type", character))

    def chord(self, *names):
        for name in names:
            self.key(name, 1)
        for name in reversed(names):
            self.key(name, 0)
        self.journal.append(("key", "+".join(sorted(name.lower().removesuffix("_l") for name in names))))

    def click(self, x, y, number=1, count=1, held=()):
        self.glide(x, y)
        for name in held:
            self.key(name, 1)
        for _ in range(count):
            self.button(number, 1)
            self.button(number, 0)
        for name in reversed(held):
            self.key(name, 0)
        self.journal.append(("click", number, count, x, y))

    def drag(self, places, number=1):
        self.glide(*places[0])
        self.button(number, 1)
        for place in places[1:]:
            self.glide(*place, steps=4)
        self.button(number, 0)
        self.journal.append(("drag", number, *places[0], *places[-1]))

    def turn(self, x, y, notches):
        """Turns the wheel: up with positive notches."""
        self.glide(x, y)
        for _ in range(abs(notches)):
            self.button(4 if notches > 0 else 5, 1)
            self.button(4 if notches > 0 else 5, 0)
        self.journal += [("turn", x, y, 1 if notches > 0 else -1)] * abs(notches)
