"""Moves a window to a virtual desktop, as a pager does; desktop.py WINDOW DESKTOP. There are four from then on."""
import ctypes
import sys

x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XInternAtom.restype = ctypes.c_ulong
x11.XDefaultRootWindow.restype = ctypes.c_ulong


class ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int), ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong), ("message", ctypes.c_ulong), ("format", ctypes.c_int), ("data", ctypes.c_long * 5),
        ("room", ctypes.c_long * 24),
    ]


display = ctypes.c_void_p(x11.XOpenDisplay(None))
root = ctypes.c_ulong(x11.XDefaultRootWindow(display))


def tell(window, message, value):
    atom = x11.XInternAtom(display, message.encode(), 0)
    event = ClientMessage(33, 0, 1, display, window, atom, 32, (ctypes.c_long * 5)(value, 2))
    x11.XSendEvent(display, root, 0, ctypes.c_long(0x180000), ctypes.byref(event))


tell(root.value, "_NET_NUMBER_OF_DESKTOPS", 4)
tell(int(sys.argv[1]), "_NET_WM_DESKTOP", int(sys.argv[2]))
x11.XSync(display, 0)
