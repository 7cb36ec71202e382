"""Asks for the buttons' state 60 times a second, as games do; poll.py LOG writes a line for each press it sees."""
import ctypes
import sys
import time

x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XDefaultRootWindow.restype = ctypes.c_ulong
display = ctypes.c_void_p(x11.XOpenDisplay(None))
root = ctypes.c_ulong(x11.XDefaultRootWindow(display))
log = open(sys.argv[1], "a", buffering=1)
log.write("ready\n")
window, place, mask = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_uint()
before = 0
moment = time.monotonic()
while True:
    x11.XQueryPointer(
        display, root, ctypes.byref(window), ctypes.byref(window), ctypes.byref(place), ctypes.byref(place),
        ctypes.byref(place), ctypes.byref(place), ctypes.byref(mask))
    now = mask.value & 0x1F00
    if now & ~before:
        log.write("pressed\n")
    before = now
    moment += 1 / 60
    time.sleep(max(0, moment - time.monotonic()))
