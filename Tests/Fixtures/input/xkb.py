"""Turns keyboard settings on, or off: xkb.py [off] slow|bounce|sticky|mouse ..."""
import ctypes
import sys

BITS = {"slow": 1 << 1, "bounce": 1 << 2, "sticky": 1 << 3, "mouse": 1 << 4}
CORE_KEYBOARD = 0x100
x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
display = ctypes.c_void_p(x11.XOpenDisplay(None))
names = sys.argv[1:]
is_off = names[0] == "off"
bits = sum(BITS[name] for name in names[is_off:])
x11.XkbChangeEnabledControls(display, CORE_KEYBOARD, bits, 0 if is_off else bits)
x11.XSync(display, 0)
