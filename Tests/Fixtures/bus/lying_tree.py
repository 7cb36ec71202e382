"""An accessibility bus with programs that lie: raw D-Bus on Unix sockets, one socket FOLDER/NAME for each behaviour.

usage: lying_tree.py FOLDER     prints the names and "ready" when all sockets listen; ends with its standard input

Beside the program of the behaviour, :1.7 of process 700, every bus has an honest program, :1.8 of process 800, with a
window "Honest" and a button "Fine" in it.
"""
import random, socket, struct, sys, threading, time

from bus_wire import Gone, Peer, message, write

FOLDER = sys.argv[1]
LIAR, HONEST = ":1.7", ":1.8"
ROOT, CACHE = "/org/a11y/atspi/accessible/root", "/org/a11y/atspi/cache"
INTERFACE = "org.a11y.atspi."
FRAME, BUTTON, LABEL, TEXT, PASSWORD, TABLE, PANEL = 23, 43, 29, 61, 40, 55, 39
ACTIVE, FOCUSED, SHOWING, VISIBLE, MANAGES_DESCENDANTS = 1 << 1, 1 << 12, 1 << 25, 1 << 30, 1 << 31
BEHAVIOURS = {}


class Node:
    def __init__(self, role, name="", children=(), box=(0, 0, 100, 30), states=SHOWING | VISIBLE, text=None,
                 count=None, value=None):
        self.role, self.name, self.children, self.box, self.states = role, name, list(children), box, states
        self.text, self.count, self.value = text, count, value

    @property
    def interfaces(self):
        names = ["Accessible", "Component"] + ["Text"] * (self.text is not None) + ["Value"] * (self.value is not None)
        return [INTERFACE + name for name in names]


def honest():
    return {ROOT: Node(75, "honest", ["/w"]), "/w": Node(FRAME, "Honest", ["/b"], (600, 10, 200, 100)),
            "/b": Node(BUTTON, "Fine", (), (610, 20, 80, 30))}


def window(*children, **others):
    """A tree of one window "Lies" and the nodes given, each with a name and a node."""
    tree = {ROOT: Node(75, "liar", ["/w"])}
    tree["/w"] = Node(FRAME, "Lies", [path for path, _ in children], (100, 50, 400, 300), **others)
    return {**tree, **dict(children)}


class Bus(Peer):
    """One connection: the bus, the registry and both programs in one."""

    cache = None
    toolkit = "lies"

    def __init__(self, connection, tree):
        super().__init__(connection)
        self.trees, self.lock = {LIAR: tree, HONEST: honest()}, threading.Lock()
        self.lists = 0

    def send(self, data):
        with self.lock:
            super().send(data)

    def serve(self):
        self.authenticate()
        while True:
            self.answer(self.call())

    def answer(self, call):
        destination, method = call[6], call[3]
        if method == "Hello":
            self.reply(call, "s", ":1.99")
        elif destination == "org.freedesktop.DBus":
            process = 700 if LIAR.encode() in call["body"] else 800
            self.reply(call, *(["u", process] if method.startswith("GetConn") else [""]))
        elif destination.startswith("org.a11y"):
            if method == "GetChildren":
                self.lists += 1
                self.listed()
            self.reply(call, *(["a(so)", [(LIAR, ROOT), (HONEST, ROOT)]] if method == "GetChildren" else [""]))
        else:
            getattr(self, "liar" if destination == LIAR else "plain")(call)

    def listed(self):
        pass

    def liar(self, call):
        self.plain(call)

    def fail(self, call):
        self.send(message(3, 5, call["serial"], "", b"", call[6], [(4, "s", "a.b.Unknown")]))

    def plain(self, call):
        owner, path, method, tree = call[6], call[1], call[3], self.trees[call[6]]
        if method == "GetItems":
            if owner != LIAR or not self.cache:
                return self.fail(call)
            return self.remembered(call, "a" + self.cache, lambda: self.items(owner))
        node = tree.get(path)
        if node is None:
            return self.fail(call)
        if method == "Get":
            return self.property(call, node)
        if method == "GetChildren" and len(node.children) > 1000:
            return self.remembered(call, "a(so)", lambda: [(owner, child) for child in node.children])
        answers = {
            "GetChildAtIndex": lambda: ("(so)", (owner, node.children[struct.unpack("<i", call["body"])[0]])),
            "GetChildren": lambda: ("a(so)", [(owner, child) for child in node.children]),
            "GetState": lambda: ("au", [node.states & 0xFFFFFFFF, node.states >> 32]),
            "GetRole": lambda: ("u", node.role), "GetInterfaces": lambda: ("as", node.interfaces),
            "GetExtents": lambda: ("(iiii)", node.box),
            "GetText": lambda: ("s", node.text or ""),
            "GetAll": lambda: ("a{sv}", [("Name", ("s", node.name)), ("ChildCount", ("i", len(node.children)))]),
        }
        if method in answers and (method != "GetChildAtIndex" or len(node.children) > struct.unpack("<i", call["body"])[0]):
            return self.reply(call, *answers[method]())
        self.fail(call)

    def remembered(self, call, signature, value):
        """A long answer takes seconds to make, in which the other program would not answer either."""
        key = (call[1], call[3], self.lists if len(self.trees[LIAR]) < 1000 else 0)
        if key not in self.memory:
            body = bytearray()
            write(body, signature, value())
            self.memory[key] = bytes(body)
        self.raw(call, signature, self.memory[key])

    def property(self, call, node):
        body = call["body"]
        name = body[(4 + struct.unpack_from("<I", body)[0] + 4) // 4 * 4 + 4:-1].decode()
        value = {"Name": ("s", node.name), "Description": ("s", ""), "ToolkitName": ("s", self.toolkit),
                 "Version": ("s", "1.0"), "ChildCount": ("i", len(node.children) if node.count is None else node.count),
                 "CharacterCount": ("i", len(node.text or ""))}.get(name)
        if node.value and name.endswith("Value"):
            value = ("d", node.value[["CurrentValue", "MinimumValue", "MaximumValue"].index(name)])
        return self.reply(call, "v", value) if value else self.fail(call)

    def items(self, owner):
        tree = self.trees[owner]
        parents = {child: (path, index) for path, node in tree.items() for index, child in enumerate(node.children)}
        for path, node in tree.items():
            parent, index = parents.get(path, ("/org/a11y/atspi/null", -1))
            count = len(node.children) if node.count is None else node.count
            links = [(owner, path), (owner, ROOT), (owner, parent)]
            if self.cache == "((so)(so)(so)iiassusau)":
                links += [index, count]
            else:
                links += [[(owner, child) for child in node.children]]
                if self.cache == "((so)(so)a(so)assusau)":
                    del links[1]
            yield links + [node.interfaces, node.name, node.role, "", [node.states, 0]]

    def signal(self, interface, member, path, signature, *values):
        body = bytearray()
        for type_, value in zip(["s", "i", "i", "v", "(so)"], values):
            write(body, type_, value)
        self.send(message(4, 9, None, signature, bytes(body), LIAR, [
            (1, "o", path), (2, "s", INTERFACE + interface), (3, "s", member)]))


def behaviour(name, tree, **attributes):
    """A behaviour with that tree, in which `liar` and other methods may be others."""
    kind = type("Lying", (Bus,), {"memory": {}, **attributes})
    BEHAVIOURS[name] = lambda connection: kind(connection, tree() if callable(tree) else tree).serve()


def mute(self, call):
    pass


def die(self, call):
    raise Gone()


SMALL = lambda: window(("/ok", Node(BUTTON, "Ok", (), (120, 300, 80, 30))), ("/no", Node(BUTTON, "No", (), (220, 300, 80, 30))))

behaviour("plain", SMALL)
for name, signature in [("cache", "((so)(so)(so)iiassusau)"), ("cache-with-children", "((so)(so)(so)a(so)assusau)"),
                        ("cache-without-application", "((so)(so)a(so)assusau)")]:
    behaviour(name, SMALL, cache=signature)


def mute_after_first(self, call):
    if self.lists == 1:
        self.plain(call)


# What needs no question after the first look gets no answer.
behaviour("cache-then-mute", SMALL, cache="((so)(so)(so)iiassusau)", liar=mute_after_first)


def announce(self):
    if self.lists == 2:
        tree = self.trees[LIAR]
        self.signal("Event.Object", "PropertyChange", "/ok", "siiv(so)", "accessible-name", 0, 0, ("s", "Fine"), (LIAR, ROOT))
        self.signal("Event.Object", "StateChanged", "/no", "siiv(so)", "focused", 1, 0, ("i", 0), (LIAR, ROOT))
        tree["/new"] = Node(BUTTON, "New", (), (320, 300, 80, 30))
        tree["/w"].children.append("/new")
        self.signal("Event.Object", "ChildrenChanged", "/w", "siiv(so)", "add", 2, 0, ("(so)", (LIAR, "/new")), (LIAR, ROOT))
    if self.lists == 3:
        self.trees[LIAR]["/w"].children.remove("/ok")
        self.signal("Event.Object", "ChildrenChanged", "/w", "siiv(so)", "remove", 0, 0, ("(so)", (LIAR, "/ok")), (LIAR, ROOT))
        self.trees[LIAR]["/no"].box = (200, 200, 80, 30)
        self.signal("Event.Object", "BoundsChanged", "/no", "siiv(so)", "", 0, 0, ("(iiii)", (200, 200, 80, 30)), (LIAR, ROOT))


behaviour("announces", SMALL, cache="((so)(so)(so)iiassusau)", listed=announce)
# Programs that answer late, or never.
behaviour("mute", SMALL, liar=mute)
behaviour("dies", SMALL, liar=die)


def late_once(self, call):
    if not hasattr(self, "waited"):
        self.waited = time.monotonic()
    if time.monotonic() - self.waited > 1.5:
        self.plain(call)


behaviour("mute-for-a-while", SMALL, liar=late_once)


def mute_boxes(self, call):
    if call[3] != "GetExtents":
        self.plain(call)


behaviour("mute-about-boxes", SMALL, liar=mute_boxes)
# Too much.
LOTS = lambda count: window(*[(f"/n{n}", Node(BUTTON, f"button {n}")) for n in range(count)])
behaviour("hundred-thousand", lambda: LOTS(100_000))
behaviour("longer-than-is-read", lambda: LOTS(40_000), cache="((so)(so)(so)iiassusau)")
behaviour("claims", lambda: window(("/ok", Node(BUTTON, "Ok")), ("/t", Node(TABLE, "Big", (), count=1 << 30))))
behaviour("claims-less-than-none", lambda: window(("/ok", Node(BUTTON, "Ok")), ("/t", Node(TABLE, "Big", (), count=-(1 << 31)))))


def makes_children_when_asked(self, call):
    """The cache of ATK's bridge gives -1 for such children; who has them listed waits for ever."""
    if call[1] != "/t" or call[3] not in ("Get", "GetChildren"):
        return self.plain(call)
    if call[3] == "Get" and b"ChildCount" in call["body"]:
        return self.reply(call, "v", ("i", 1 << 30))
    if call[3] == "GetChildren":
        raise Gone()
    self.plain(call)


behaviour("spreadsheet", lambda: window(
    ("/t", Node(TABLE, "Sheet", (), states=SHOWING | VISIBLE | MANAGES_DESCENDANTS, count=-1)),
    ("/ok", Node(BUTTON, "Ok"))), cache="((so)(so)(so)iiassusau)", liar=makes_children_when_asked)


def endless(self, call):
    path = call[1]
    if call[3] == "GetChildren" and path.startswith("/w"):
        return self.reply(call, "a(so)", [(LIAR, path + "/d")])
    self.trees[LIAR].setdefault(path, Node(PANEL, "deeper", count=1))
    self.plain(call)


behaviour("endless", lambda: {ROOT: Node(75, "liar", ["/w"]), "/w": Node(FRAME, "Lies", (), (100, 50, 400, 300), count=1)}, liar=endless)


def breeding(self, call):
    path = call[1]
    if call[3] == "GetChildren" and path.startswith("/w"):
        return self.reply(call, "a(so)", [(LIAR, f"{path[:3000]}/d{random.getrandbits(60)}") for _ in range(50)])
    self.trees[LIAR].setdefault(path, Node(PANEL, "more", count=50))
    self.plain(call)


behaviour("breeding", lambda: {ROOT: Node(75, "liar", ["/w"]), "/w": Node(FRAME, "Lies", (), (100, 50, 400, 300), count=1)}, liar=breeding)
behaviour("cyclic", lambda: window(("/a", Node(PANEL, "a", ["/b", "/w", "/a"])), ("/b", Node(PANEL, "b", ["/a", "/c"])), ("/c", Node(BUTTON, "c", ["/w"]))))
behaviour("huge-names", lambda: window(*[(f"/n{n}", Node(BUTTON, "é" * 200_000)) for n in range(5)]))
behaviour("controls", lambda: window(("/a", Node(BUTTON, "\x1b[2J\x07 \u202e\n")), ("/b", Node(BUTTON, "Ok"))))
behaviour("boxes", lambda: window(
    ("/a", Node(BUTTON, "least", (), (-(1 << 31), -(1 << 31), -1, -1))),
    ("/b", Node(BUTTON, "most", (), ((1 << 31) - 1, (1 << 31) - 1, (1 << 31) - 1, (1 << 31) - 1))),
    ("/c", Node(BUTTON, "flat", (), (120, 60, 0, 10))), ("/d", Node(BUTTON, "Ok", (), (120, 300, 80, 30)))))
behaviour("values", lambda: window(
    ("/a", Node(51, "nan", (), value=(float("nan"), 0, 1))), ("/b", Node(51, "infinite", (), value=(0, 0, float("inf")))),
    ("/c", Node(51, "Volume", (), value=(3, 0, 10)))))
behaviour("others-objects", lambda: window(("/ok", Node(BUTTON, "Ok"))), liar=lambda self, call: (
    self.reply(call, "a(so)", [(HONEST, "/b"), (LIAR, "/ok"), ("org.a11y.atspi.Registry", "/x"), ("::", "/y")])
    if call[3] == "GetChildren" and call[1] == "/w" else self.plain(call)))
behaviour("malformed", SMALL, liar=lambda self, call: self.reply(call, "a{sv}", [("x", ("i", 1))]))
behaviour("passwords", lambda: window(
    ("/p", Node(PASSWORD, "Secret", text="hunter2")), ("/t", Node(TEXT, "Name", text="Ann"))))


def becomes_password(self, call):
    self.trees[LIAR]["/t"].role = PASSWORD if self.lists > 1 else TEXT
    self.plain(call)


def typed(self):
    if self.lists > 1:
        self.trees[LIAR]["/t"].text = "hunter2"
        self.signal("Event.Object", "TextChanged", "/t", "siiv(so)", "insert", 0, 7, ("s", "hunter2"), (LIAR, ROOT))


behaviour("becomes-password", lambda: window(("/t", Node(TEXT, "Name", text="Ann"))), cache="((so)(so)(so)iiassusau)", liar=becomes_password, listed=typed)
# Boxes of other origins and units: the tests place the windows.
behaviour("window-relative", lambda: {
    ROOT: Node(75, "liar", ["/w"]), "/w": Node(FRAME, "Lies", ["/ok"], (0, 0, 400, 300)),
    "/ok": Node(BUTTON, "Ok", (), (20, 250, 80, 30))}, toolkit="GTK")
behaviour("half-size", lambda: {
    ROOT: Node(75, "liar", ["/w"]), "/w": Node(FRAME, "Lies", ["/ok"], (50, 25, 200, 150)),
    "/ok": Node(BUTTON, "Ok", (), (60, 150, 40, 15))})


def flood(self):
    if self.lists == 1:
        def send():
            try:
                while True:
                    self.signal("Event.Object", "BoundsChanged", "/ok", "siiv(so)", "", 0, 0, ("i", 0), (LIAR, ROOT))
            except OSError:
                pass
        threading.Thread(target=send, daemon=True).start()


behaviour("flood-of-signals", SMALL, cache="((so)(so)(so)iiassusau)", listed=flood)


def serve(listener, act):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=run, args=(connection, act), daemon=True).start()


def run(connection, act):
    try:
        act(connection)
    except (Gone, OSError):
        pass
    finally:
        connection.close()


for name, act in BEHAVIOURS.items():
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"{FOLDER}/{name}")
    listener.listen(8)
    threading.Thread(target=serve, args=(listener, act), daemon=True).start()
print("\n".join([*BEHAVIOURS, "ready"]), flush=True)
sys.stdin.read()
