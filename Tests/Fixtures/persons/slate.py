"""What the slates of all three toolkits have in common: where their parts are, and the state that they keep in a file.

A slate is a window with one of each kind of thing that a person operates: a field, three boxes to tick, a slider, a long list
and a sheet to draw on. Each change of a value is written to `state.json` at once, so that the end of a session can be
compared with that of another one.
"""

import json

TITLE = "Slate"
# left, top, width, height inside of the window
WINDOW = (100, 80, 690, 550)
FIELD = (20, 20, 300, 34)
TICKS = {"Salt": (20, 70, 200, 30), "Pepper": (20, 110, 200, 30), "Sugar": (20, 150, 200, 30)}
SLIDER = (20, 200, 300, 44)
LIST = (360, 20, 300, 220)
SHEET = (20, 260, 640, 270)
ROWS = ["Row %d" % number for number in range(1, 61)]

state = {"field": "", "ticks": [], "slider": 0, "row": "", "top": 0, "sheet": []}


def keep(**values):
    """Takes new values into the state, and the state into its file."""
    if all(state[name] == value for name, value in values.items()):
        return
    state.update(values)
    with open("state.json", "w") as file:
        json.dump(state, file)


def tick(name, is_on):
    keep(ticks=sorted(set(state["ticks"]) - {name} | ({name} if is_on else set())))


def drawn(what, button, x, y):
    """A press or a release on the sheet."""
    keep(sheet=state["sheet"] + [[what, button, round(x), round(y)]])
