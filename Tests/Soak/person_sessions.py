"""What the soaks of recorded persons share: the programs, what a person does in them, the record, and what a trace says."""

import collections
import glob
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import threading
import time

from person import CHARACTERS, Person

fixtures = pathlib.Path(__file__).resolve().parent.parent / "Fixtures" / "persons"
sys.path.insert(0, str(fixtures))
import slate

LINE = "abcdefghijklmnopqrstuvwxyz      ABCDEFGHIJ0123456789.,:;!?-+*/()"


# MARK: what is done in each program


def words(chance, most=24):
    return "".join(chance.choice(LINE) for _ in range(chance.randrange(1, most))).strip() or "a"


def inside(chance, place, window, margin=6):
    """A place within a part of a window."""
    left, top, width, height = place
    return (round(window[0] + left + chance.uniform(margin, width - margin)),
            round(window[1] + top + chance.uniform(margin, height - margin)))


def on_slate(person, window):
    chance = person.chance
    gesture = chance.randrange(9)
    if gesture == 0:
        person.click(*inside(chance, slate.FIELD, window))
        person.rest(0.5, 0.8)
        person.type(words(chance), slips=0.05)
    elif gesture == 1:
        person.type("".join(chance.choice(CHARACTERS) for _ in range(chance.randrange(1, 12))), slips=0.05)
    elif gesture == 2:
        person.click(*inside(chance, chance.choice(list(slate.TICKS.values())), window))
    elif gesture == 3:
        left, top, width, height = slate.SLIDER
        person.drag([inside(chance, (left, top + height // 2 - 2, width, 4), window, 0) for _ in range(2)])
    elif gesture == 4:
        person.turn(*inside(chance, slate.LIST, window, 30), chance.choice([-5, -3, -2, -1, 1, 2, 4]))
    elif gesture == 5:
        person.click(*inside(chance, slate.LIST, window, 30))
    elif gesture == 6:
        person.drag([inside(chance, slate.SHEET, window) for _ in range(chance.randrange(2, 5))], chance.choice([1, 1, 2, 3]))
    elif gesture == 7:
        person.click(*inside(chance, slate.SHEET, window), chance.choice([1, 2, 3]), chance.choice([1, 1, 2, 3]))
    else:
        person.click(*inside(chance, slate.FIELD, window))
        person.rest(0.5, 0.8)
        person.chord(*chance.choice([["Home"], ["End"], ["Left"], ["Delete"], ["Shift_L", "Left"], ["Control_L", "a"], ["BackSpace"]]))


def in_editor(person, window):
    chance = person.chance
    gesture = chance.randrange(6)
    if gesture <= 2:
        person.type(words(chance, 40), slips=0.05)
    elif gesture == 3:
        person.chord("Return")
    elif gesture == 4:
        person.chord(*chance.choice([["Home"], ["End"], ["Left"], ["Up"], ["Down"], ["Delete"], ["Shift_L", "Home"], ["Control_L", "z"]]))
    else:
        person.click(*inside(chance, (60, 140, 200, 60), window), count=chance.choice([1, 1, 2, 3]))


def in_terminal(person, _):
    person.type(words(person.chance, 40), slips=0.05)
    person.chord("Return")


def save_as(name):
    def save(person, _):
        person.rest(0.5, 1)
        person.chord("Control_L", "s")
        person.rest(2.5, 3)
        person.chord("Control_L", "a")
        person.type(name)
        person.rest(0.5, 1)
        person.chord("Return")
        person.rest(1, 1.5)
    return save


def end_of_file(person, _):
    person.chord("Control_L", "d")


def own(toolkit):
    return Work([f"/usr/bin/python3 {fixtures}/slate_{toolkit}.py"], slate.TITLE, on_slate, None, "state.json")


Work = collections.namedtuple("Work", "programs title gesture ending file")
WORKS = {
    "tk": own("tk"), "gtk": own("gtk"), "qt": own("qt"),
    "mousepad": Work(["mousepad"], "Mousepad", in_editor, save_as("note.txt"), "note.txt"),
    "featherpad": Work(["featherpad"], "FeatherPad|Untitled", in_editor, save_as("note.txt"), "note.txt"),
    "xterm": Work(["xterm -title Lines -e sh -c 'cat > note.txt'"], "Lines", in_terminal, end_of_file, "note.txt"),
}


# MARK: sessions


class Home:
    """Follows a file in the home of the session that has its folder below `folder`, past the session's end."""

    def __init__(self, folder, name, kept):
        self.folder, self.name, self.kept, self.is_over = folder, name, kept, False
        self.thread = threading.Thread(target=self.follow)
        self.thread.start()

    def follow(self):
        while not self.is_over:
            for path in glob.glob(f"{self.folder}/deskhand-session-*/home/{self.name}"):
                try:
                    # A link to the same file shows what is written to it later, too.
                    if not os.path.exists(self.kept) or not os.path.samefile(path, self.kept):
                        if os.path.exists(self.kept):
                            os.unlink(self.kept)
                        os.link(path, self.kept)
                except OSError:
                    pass
            time.sleep(0.005)

    def end(self):
        self.is_over = True
        self.thread.join()
        return open(self.kept).read() if os.path.exists(self.kept) else None


def eventually(condition, recorder, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end and recorder.poll() is None:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"a session did not start: {recorder.stdout.read() if recorder.poll() is not None else 'no window'}")


def display_of(folder):
    """The display and the authority of the session below a folder."""
    for path in glob.glob("/proc/[0-9]*/environ"):
        try:
            values = dict(part.split("=", 1) for part in open(path, errors="replace").read().split("\0") if "=" in part)
        except OSError:
            continue
        if values.get("HOME", "").startswith(f"{folder}/deskhand-session-") and "XAUTHORITY" in values and "DISPLAY" in values:
            return values["DISPLAY"], values["XAUTHORITY"]


def window_of(display, authority, title):
    """Where the inside of a window begins, and its size."""
    tree = subprocess.run(["xwininfo", "-root", "-tree", "-display", display], capture_output=True, text=True,
                          env={**os.environ, "XAUTHORITY": authority}).stdout
    found = re.findall(r'0x[0-9a-f]+ "([^"]*)".*?(\d+)x(\d+)\+-?\d+\+-?\d+\s+\+(-?\d+)\+(-?\d+)', tree)
    places = [(int(x), int(y), int(w), int(h)) for name, w, h, x, y in found if re.search(title, name) and int(w) > 100]
    return max(places, key=lambda place: place[2]) if places else None


def record(program, work, seed, folder, act):
    """Has a person work for a while: `act` is called with the person and the place of the window.

    Returns the person and the file at the end.
    """
    environment = {**os.environ, "TMPDIR": str(folder)}
    recorder = subprocess.Popen(
        [program, "record", "--virtual", "1024x700", "--quiet", "--no-check", "--trace", f"{folder}/trace",
         "--task", f"{folder}/task.json", *work.programs],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    home = Home(folder, work.file, f"{folder}/recorded")
    try:
        display, authority = eventually(lambda: display_of(folder), recorder)
        window = eventually(lambda: window_of(display, authority, work.title), recorder)
        lines = folder / "trace" / "trace.jsonl"
        eventually(lambda: lines.exists() and '"event":"observed"' in lines.read_text(), recorder)
        time.sleep(1)
        person = Person(display, authority, seed)
        act(person, window)
        person.rest(1, 1.2)
        person.close()
    finally:
        recorder.send_signal(signal.SIGINT)
        output = recorder.communicate(timeout=600)[0]
        kept = home.end()
    if recorder.returncode != 0:
        raise AssertionError(f"record: {recorder.returncode}: {output}")
    return person, kept


# MARK: what a trace says


def taken_back(entries):
    """What is left where BackSpace took back the character before it, and Return and Tab are characters."""
    left = []
    for entry in entries:
        entry = ("type", {"return": "\n", "tab": "\t"}[entry[1]]) if entry[0] == "key" and entry[1] in ("return", "tab") else entry
        if entry == ("key", "backspace") and left and left[-1][0] == "type":
            left.pop()
        else:
            left.append(entry)
    return left


BUTTONS = {"left": 1, "middle": 2, "right": 3}
COUNTS = {"click": 1, "double_click": 2, "triple_click": 3}


def entries(action):
    """An action of a trace, as a journal has it."""
    name = action["action"]
    if name == "type":
        return [("type", character) for character in action["text"]]
    if name == "key":
        names = [key.lower().removesuffix("_l") for key in action["keys"]]
        return [("key", "+".join(sorted("control" if key == "ctrl" else key for key in names)))]
    if name == "mouse_move":
        # The journal has no rests of the pointer.
        return []
    if name == "scroll":
        x, y = action["coordinate"]
        notches = -action.get("vertical", 0) if "vertical" in action else action["notches"]
        return [("turn", x, y, 1 if notches > 0 else -1)] * abs(round(notches))
    if name.endswith("drag"):
        path = action["path"] if "path" in action else [action["start_coordinate"], action["coordinate"]]
        return [("drag", BUTTONS[action.get("button", "left")], *path[0], *path[-1])]
    if name == "batch":
        # A button that was held.
        return [("click", BUTTONS[action["actions"][0].get("button", "left")], 1, *action["actions"][0]["coordinate"])]
    for button, number in BUTTONS.items():
        for words, clicks in COUNTS.items():
            if name in (f"{button}_{words}", words):
                return [("click", BUTTONS[action.get("button", button)], action.get("count", clicks), *action["coordinate"])]
    return [(name, json.dumps(action))]


def actions(program, trace):
    shown = subprocess.run([program, "trace", "show", "--json", str(trace)], capture_output=True, text=True, check=True)
    return [step["announced"] for step in json.loads(shown.stdout)["steps"] if step.get("announced")]


def repeated(program, folder, what, name, *arguments):
    """Does a record again. Returns its status, its words and the file at the end."""
    home = Home(folder, name, f"{folder}/{what}-file")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, env={**os.environ, "TMPDIR": str(folder)})
    return done.returncode, done.stdout + done.stderr, home.end()


def difference(recorded, journal):
    for number, (one, other) in enumerate(zip(recorded, journal)):
        if one != other:
            return f"entry {number + 1}: recorded {recorded[number:number + 4]}, done {journal[number:number + 4]}"
    if len(recorded) != len(journal):
        return f"recorded {len(recorded)} entries and then {recorded[len(journal):][:4]}, done {len(journal)} and then {journal[len(recorded):][:4]}"
