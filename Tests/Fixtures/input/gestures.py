"""A window that writes each event of pointer and keys to LOG as the X server delivers it: gestures.py LOG.

`press 8 300,200 ctrl shift`, `move 310,200 button1`, `keydown Control_L 300,200`, each with the state before the event and
the server's time in milliseconds at the end.
"""
import ctypes
import sys

KEY_PRESS, KEY_RELEASE, PRESS, RELEASE, MOTION, EXPOSE = 2, 3, 4, 5, 6, 12
NAMES = {
    KEY_PRESS: "keydown", KEY_RELEASE: "keyup", PRESS: "press", RELEASE: "release", MOTION: "move",
}
STATES = ["shift", "lock", "ctrl", "alt", "mod2", "mod3", "super", "mod5", "button1", "button2", "button3", "up", "down"]
MASK = 1 | 2 | 4 | 8 | 64 | (1 << 15)


class Input(ctypes.Structure):
    """What XKeyEvent, XButtonEvent and XMotionEvent have in common."""

    _fields_ = [
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("sent", ctypes.c_int), ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong), ("root", ctypes.c_ulong), ("child", ctypes.c_ulong), ("time", ctypes.c_ulong),
        ("x", ctypes.c_int), ("y", ctypes.c_int), ("x_root", ctypes.c_int), ("y_root", ctypes.c_int),
        ("state", ctypes.c_uint), ("detail", ctypes.c_uint),
    ]


class Event(ctypes.Union):
    _fields_ = [("type", ctypes.c_int), ("input", Input), ("room", ctypes.c_long * 24)]


x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XCreateSimpleWindow.restype = ctypes.c_ulong
x11.XKeycodeToKeysym.restype = ctypes.c_ulong
x11.XKeysymToString.restype = ctypes.c_char_p
display = ctypes.c_void_p(x11.XOpenDisplay(None))
root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
window = ctypes.c_ulong(x11.XCreateSimpleWindow(display, root, 0, 0, 640, 480, 0, 0, ctypes.c_ulong(0xFFFFFF)))
x11.XStoreName(display, window, b"Gestures")
x11.XSelectInput(display, window, ctypes.c_long(MASK))
x11.XMapWindow(display, window)
log = open(sys.argv[1], "a", buffering=1)
event = Event()
while True:
    x11.XNextEvent(display, ctypes.byref(event))
    if event.type == EXPOSE:
        x11.XSetInputFocus(display, window, 1, 0)
        x11.XSync(display, 0)
        log.write("ready\n")
    if event.type not in NAMES:
        continue
    about = event.input
    what = ""
    if event.type in (PRESS, RELEASE):
        what = f" {about.detail}"
    elif event.type in (KEY_PRESS, KEY_RELEASE):
        name = x11.XKeysymToString(ctypes.c_ulong(x11.XKeycodeToKeysym(display, ctypes.c_ubyte(about.detail), 0)))
        what = f" {(name or b'none').decode()}"
    held = "".join(f" {name}" for bit, name in enumerate(STATES) if about.state & 1 << bit)
    log.write(f"{NAMES[event.type]}{what} {about.x_root},{about.y_root}{held} @{about.time}\n")
