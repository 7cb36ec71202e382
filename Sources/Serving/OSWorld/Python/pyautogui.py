"""Deskhand's stand-in for PyAutoGUI: what it does goes through Deskhand's hands, gate and trace."""
import contextlib
import json
import os
import socket
import time
from collections import namedtuple

FAILSAFE = False
PAUSE = 0.0
MINIMUM_DURATION = 0.1
MINIMUM_SLEEP = 0.05
LEFT, MIDDLE, RIGHT, PRIMARY, SECONDARY = "left", "middle", "right", "left", "right"
Point = namedtuple("Point", "x y")
Size = namedtuple("Size", "width height")

_KEYS = {
    "enter": "Return", "return": "Return", "\n": "Return", "\r": "Return", "esc": "Escape", "escape": "Escape",
    "tab": "Tab", "\t": "Tab", "space": "space", " ": "space", "backspace": "BackSpace", "\b": "BackSpace",
    "del": "Delete", "delete": "Delete", "insert": "Insert", "home": "Home", "end": "End", "pageup": "Page_Up",
    "pgup": "Page_Up", "pagedown": "Page_Down", "pgdn": "Page_Down", "up": "Up", "down": "Down", "left": "Left",
    "right": "Right", "ctrl": "ctrl", "ctrlleft": "Control_L", "ctrlright": "Control_R", "shift": "shift",
    "shiftleft": "Shift_L", "shiftright": "Shift_R", "alt": "alt", "altleft": "Alt_L", "altright": "Alt_R",
    "option": "alt", "win": "super", "winleft": "Super_L", "winright": "Super_R", "command": "super", "cmd": "super",
    "super": "super", "apps": "Menu", "capslock": "Caps_Lock", "numlock": "Num_Lock", "scrolllock": "Scroll_Lock",
    "printscreen": "Print", "prtsc": "Print", "prtscr": "Print", "prntscrn": "Print", "pause": "Pause",
    "add": "KP_Add", "subtract": "KP_Subtract", "multiply": "KP_Multiply", "divide": "KP_Divide",
    "decimal": "KP_Decimal", "separator": "KP_Separator", "volumeup": "XF86AudioRaiseVolume",
    "volumedown": "XF86AudioLowerVolume", "volumemute": "XF86AudioMute", "playpause": "XF86AudioPlay",
    "nexttrack": "XF86AudioNext", "prevtrack": "XF86AudioPrev", "stop": "XF86AudioStop",
}
_KEYS.update({"f%d" % number: "F%d" % number for number in range(1, 25)})
_KEYS.update({"num%d" % number: "KP_%d" % number for number in range(10)})
KEYBOARD_KEYS = KEY_NAMES = sorted(set(_KEYS) | {chr(code) for code in range(32, 127)})


class PyAutoGUIException(Exception):
    """Something could not be done."""


class FailSafeException(PyAutoGUIException):
    """Never raised: nobody moves the mouse into a corner."""


class ImageNotFoundException(PyAutoGUIException):
    """A picture is not on the screen."""


def _ask(path, question=None):
    body = json.dumps(question or {}).encode()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as channel:
        channel.connect(os.environ["DESKHAND_HANDS"])
        head = "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % (path, len(body))
        channel.sendall(head.encode() + body)
        answer = b""
        while True:
            piece = channel.recv(1 << 16)
            if not piece:
                break
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    if head.split(b" ")[1:2] != [b"200"]:
        raise PyAutoGUIException(body.decode(errors="replace").strip())
    return body


def _act(action, **fields):
    _ask("/act", dict(fields, action=action))
    if PAUSE:
        time.sleep(PAUSE)


def _place(x, y):
    if isinstance(x, (list, tuple)):
        x, y = x[:2]
    if x is None and y is None:
        return {}
    here, (width, height) = position(), size()
    # The pointer stays on the screen, as X keeps it there.
    x, y = int(here.x if x is None else x), int(here.y if y is None else y)
    return {"coordinate": [max(0, min(x, width - 1)), max(0, min(y, height - 1))]}


def _keys(names):
    """What the keys are called; those that no keyboard has are passed over, as PyAutoGUI does on X."""
    names = [str(name) for name in names]
    found = [_KEYS.get(name, name) if len(name) == 1 else _KEYS.get(name.lower()) for name in names]
    return [name for name in found if name is not None]


def _press(action, names):
    keys = _keys(names)
    if keys:
        _act(action, keys=keys)


def _button(button):
    names = {"left": "left", "primary": "left", "middle": "middle", "right": "right", "secondary": "right",
             1: "left", 2: "middle", 3: "right"}
    if button not in names:
        raise PyAutoGUIException("no button is called %r" % (button,))
    return names[button]


def position(x=None, y=None):
    place = json.loads(_ask("/pointer"))
    return Point(place[0] if x is None else int(x), place[1] if y is None else int(y))


def size():
    return Size(*json.loads(_ask("/size")))


def onScreen(x, y=None):
    if isinstance(x, (list, tuple)):
        x, y = x[:2]
    width, height = size()
    return 0 <= x < width and 0 <= y < height


def isValidKey(key):
    return len(str(key)) == 1 or str(key).lower() in _KEYS


def moveTo(x=None, y=None, duration=0.0, tween=None, logScreenshot=False, _pause=True):
    place = _place(x, y)
    if place:
        _act("mouse_move", **place)


def moveRel(xOffset=0, yOffset=0, duration=0.0, tween=None, logScreenshot=False, _pause=True):
    if isinstance(xOffset, (list, tuple)):
        xOffset, yOffset = xOffset[:2]
    here = position()
    moveTo(here.x + (xOffset or 0), here.y + (yOffset or 0))


move = moveRel


def click(x=None, y=None, clicks=1, interval=0.0, button=PRIMARY, duration=0.0, tween=None, logScreenshot=None,
          _pause=True):
    place, clicks = _place(x, y), int(clicks)
    while clicks > 0:
        _act("click", button=_button(button), count=min(3, clicks), **place)
        clicks -= 3


def leftClick(x=None, y=None, interval=0.0, duration=0.0, tween=None, logScreenshot=None, _pause=True):
    click(x, y, 1, interval, LEFT)


def rightClick(x=None, y=None, interval=0.0, duration=0.0, tween=None, logScreenshot=None, _pause=True):
    click(x, y, 1, interval, RIGHT)


def middleClick(x=None, y=None, interval=0.0, duration=0.0, tween=None, logScreenshot=None, _pause=True):
    click(x, y, 1, interval, MIDDLE)


def doubleClick(x=None, y=None, interval=0.0, button=LEFT, duration=0.0, tween=None, logScreenshot=None, _pause=True):
    click(x, y, 2, interval, button)


def tripleClick(x=None, y=None, interval=0.0, button=LEFT, duration=0.0, tween=None, logScreenshot=None, _pause=True):
    click(x, y, 3, interval, button)


def mouseDown(x=None, y=None, button=PRIMARY, duration=0.0, tween=None, logScreenshot=None, _pause=True):
    _act("mouse_down", button=_button(button), **_place(x, y))


def mouseUp(x=None, y=None, button=PRIMARY, duration=0.0, tween=None, logScreenshot=None, _pause=True):
    _act("mouse_up", button=_button(button), **_place(x, y))


def dragTo(x=None, y=None, duration=0.0, tween=None, button=PRIMARY, logScreenshot=None, _pause=True, mouseDownUp=True):
    place = _place(x, y)
    if not place:
        return
    if mouseDownUp:
        here = position()
        _act("drag", button=_button(button), path=[list(here), place["coordinate"]])
    else:
        _act("mouse_move", **place)


def dragRel(xOffset=0, yOffset=0, duration=0.0, tween=None, button=PRIMARY, logScreenshot=None, _pause=True,
            mouseDownUp=True):
    here = position()
    dragTo(here.x + (xOffset or 0), here.y + (yOffset or 0), duration, tween, button, mouseDownUp=mouseDownUp)


drag = dragRel


def scroll(clicks, x=None, y=None, logScreenshot=None, _pause=True):
    if int(clicks):
        _act("scroll", notches=int(clicks), **_place(x, y))


vscroll = scroll


def hscroll(clicks, x=None, y=None, logScreenshot=None, _pause=True):
    if int(clicks):
        _act("hscroll", notches=int(clicks), **_place(x, y))


def keyDown(key, logScreenshot=None, _pause=True):
    _press("key_down", [key])


def keyUp(key, logScreenshot=None, _pause=True):
    _press("key_up", [key])


def press(keys, presses=1, interval=0.0, logScreenshot=None, _pause=True):
    keys = [keys] if isinstance(keys, str) else list(keys)
    for _ in range(int(presses)):
        for key in keys:
            _press("key", [key])
            if interval:
                time.sleep(interval)


@contextlib.contextmanager
def hold(keys, logScreenshot=None, _pause=True):
    keys = [keys] if isinstance(keys, str) else list(keys)
    for key in keys:
        keyDown(key)
    try:
        yield
    finally:
        for key in reversed(keys):
            keyUp(key)


def hotkey(*keys, logScreenshot=None, interval=0.0, _pause=True):
    if len(keys) == 1 and isinstance(keys[0], (list, tuple)):
        keys = keys[0]
    _press("key", keys)


def typewrite(message, interval=0.0, logScreenshot=None, _pause=True):
    if isinstance(message, (list, tuple)):
        return press(message, interval=interval)
    if message:
        _act("type", text=str(message).replace("\r\n", "\n").replace("\r", "\n"))


write = typewrite


def screenshot(imageFilename=None, region=None, allScreens=False):
    import io
    from PIL import Image
    picture = Image.open(io.BytesIO(_ask("/screenshot"))).convert("RGB")
    if region is not None:
        left, top, width, height = region
        picture = picture.crop((left, top, left + width, top + height))
    if imageFilename is not None:
        picture.save(imageFilename)
    return picture


def sleep(seconds):
    time.sleep(seconds)


def countdown(seconds):
    time.sleep(seconds)


def _tween(progress):
    return progress


linear = _tween
for _shape in ("Quad", "Cubic", "Quart", "Quint", "Sine", "Expo", "Circ", "Elastic", "Back", "Bounce"):
    for _end in ("easeIn", "easeOut", "easeInOut"):
        globals()[_end + _shape] = _tween
