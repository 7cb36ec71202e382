"""A bus that lies: raw D-Bus on Unix sockets, one socket FOLDER/NAME for each behaviour below.

usage: lying_bus.py FOLDER PID     prints "ready" when all sockets listen; ends with its standard input

Asked honestly, it is an accessibility bus on which the process PID has a focused field that gains "hello" when it is
looked at again. Each behaviour does one thing otherwise.
"""
import random, socket, struct, sys, threading, time

from bus_wire import Gone, Peer, align, message, put, string

FOLDER, PID = sys.argv[1], int(sys.argv[2])
APP, ROOT = ":1.7", "/org/a11y/atspi/accessible/root"
FIELD = (APP, "/field")
BEHAVIOURS = {}


def signal(size=0):
    return message(4, 9, None, "s", string("x" * size), APP, [(1, "o", "/x"), (2, "s", "a.b"), (3, "s", "C")])


class Client(Peer):
    """One connection, answered honestly unless a behaviour changes a method."""

    def __init__(self, connection, name):
        super().__init__(connection)
        self.name, self.states = name, 0

    def answer(self, call):
        method, path = call[3], call[1]
        if method == "Hello":
            self.reply(call, "s", ":1.99")
        elif method == "GetConnectionUnixProcessID":
            self.reply(call, "u", PID)
        elif method == "GetChildren":
            children = {ROOT: [(APP, "/app")] if call[6] != APP else [], "/app": [(APP, "/window")], "/window": [FIELD]}
            self.reply(call, "a(so)", children.get(path, []))
        elif method == "GetState":
            self.reply(call, "au", [1 << 1 | 1 << 25 | 1 << 30 | (1 << 12 if path == "/field" else 0), 0])
        elif method == "GetRole":
            self.reply(call, "u", 61)
        elif method == "Get":
            if b"CaretOffset" in call["body"]:
                self.states += 1
            self.reply(call, "v", ("i", 0 if self.states <= 1 else 5))
        elif method == "GetNSelections":
            self.reply(call, "i", 0)
        elif method == "GetSelection":
            self.connection.sendall(message(3, 5, call["serial"], "", b"", APP, [(4, "s", "a.b.C")]))
        elif method == "GetText":
            start, end = struct.unpack("<ii", call["body"][:8])
            self.reply(call, "s", "hello"[start:end])


def on(method, act):
    """A behaviour that answers one method in its own way, and all others honestly."""
    def serve(client):
        client.authenticate()
        while True:
            call = client.call()
            if call[3] == method:
                act(client, call)
            else:
                client.answer(call)
    return serve


def hang(client, *_):
    time.sleep(3600)


def die(client, *_):
    raise Gone()


BEHAVIOURS["honest"] = on("none", None)
# Connections that come to nothing.
BEHAVIOURS["silent"] = hang
BEHAVIOURS["closes-at-once"] = die
BEHAVIOURS["rejects"] = lambda c: (c.line(), c.connection.sendall(b"REJECTED EXTERNAL\r\n"), hang(c))
BEHAVIOURS["endless-line"] = lambda c: [c.connection.sendall(b"x" * 65536) for _ in iter(int, 1)]
BEHAVIOURS["not-d-bus"] = lambda c: (c.connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n"), hang(c))
BEHAVIOURS["mute-after-hello"] = on("GetChildren", hang)
BEHAVIOURS["never-says-hello"] = on("Hello", hang)
BEHAVIOURS["dies-in-the-middle"] = on("GetState", die)
BEHAVIOURS["dies-in-a-message"] = on("GetState", lambda c, call: (c.connection.sendall(b"l\2\0\1\xff\0\0"), die(c)))
BEHAVIOURS["drips"] = on("GetChildren", lambda c, call: [(c.connection.sendall(b"l"), time.sleep(0.05)) for _ in iter(int, 1)])
# Names that are none.
OBJECT = lambda owner, path: lambda c, call: c.reply(call, "a(so)", [(owner, path)])
BEHAVIOURS["bad-path"] = on("GetChildren", OBJECT(APP, "/ bad//path"))
BEHAVIOURS["empty-path"] = on("GetChildren", OBJECT(APP, ""))
BEHAVIOURS["trailing-slash"] = on("GetChildren", OBJECT(APP, "/a/"))
BEHAVIOURS["path-not-utf-8"] = on("GetChildren", OBJECT(APP, b"/\xff\xfe"))
BEHAVIOURS["path-with-zero"] = on("GetChildren", OBJECT(APP, b"/a\0b"))
BEHAVIOURS["huge-path"] = on("GetChildren", OBJECT(APP, "/" + "a" * 3_000_000))
BEHAVIOURS["bad-owner"] = on("GetChildren", OBJECT("no such:name..", "/x"))
BEHAVIOURS["huge-owner"] = on("GetChildren", OBJECT(":1." + "7" * 100_000, "/x"))


def strings_for_paths(client, call):
    body = align(b"\0\0\0\0", 8)
    start = len(body)
    body = put(put(body, "s", APP), "s", "/ bad//path")
    client.raw(call, "a(ss)", struct.pack("<I", len(body) - start) + body[4:])


BEHAVIOURS["strings-for-paths"] = on("GetChildren", strings_for_paths)
# Answers of the wrong kind.
BEHAVIOURS["wrong-signature"] = on("GetState", lambda c, call: c.reply(call, "s", "hello"))
BEHAVIOURS["no-arguments"] = on("GetState", lambda c, call: c.reply(call, ""))
BEHAVIOURS["negative-states"] = on("GetState", lambda c, call: c.reply(call, "ai", [-1, -1]))
BEHAVIOURS["negative-caret"] = on("Get", lambda c, call: c.reply(call, "v", ("i", -2147483648)))
BEHAVIOURS["huge-count"] = on("Get", lambda c, call: c.reply(call, "v", ("u", 4294967295)))
BEHAVIOURS["signature-lies"] = on("GetState", lambda c, call: c.raw(call, "a(so)", b"\xff\xff\xff\x7f" + b"\0" * 60))
BEHAVIOURS["signature-broken"] = on("GetState", lambda c, call: c.raw(call, "a(((", b"\0" * 64))
BEHAVIOURS["empty-structures"] = on("GetState", lambda c, call: c.raw(call, "a()", struct.pack("<I", 64) + b"\0" * 64))
BEHAVIOURS["nested-arrays"] = on("GetState", lambda c, call: c.raw(call, "a" * 200 + "y", b"\4\0\0\0" * 400))
BEHAVIOURS["nested-variants"] = on("GetState", lambda c, call: c.raw(call, "v", b"\1v\0" * 100_000))
BEHAVIOURS["a-million-values"] = on("GetState", lambda c, call: c.reply(call, "au", [0] * 900_000))
BEHAVIOURS["somebody-else-answers"] = on("GetState", lambda c, call: c.reply(call, "au", [0xFFFFFFFF, 0], sender=":1.66"))
# Too much of it.
BEHAVIOURS["header-of-a-gigabyte"] = on("GetState", lambda c, call: (c.connection.sendall(
    struct.pack("<cBBBIII", b"l", 2, 0, 1, 0, 5, 1 << 30)), hang(c)))
BEHAVIOURS["body-of-four-gigabytes"] = on("GetState", lambda c, call: (c.connection.sendall(
    struct.pack("<cBBBIII", b"l", 2, 0, 1, 0xFFFFFFFF, 5, 0)), hang(c)))
BEHAVIOURS["text-of-100-megabytes"] = on("GetText", lambda c, call: c.reply(call, "s", "h" * 100_000_000))
BEHAVIOURS["text-longer-than-asked"] = on("GetText", lambda c, call: c.reply(call, "s", "hello" * 1000))
BEHAVIOURS["many-children"] = on("GetChildren", lambda c, call: c.reply(
    call, "a(so)", [(APP, f"/child/{n}/{random.getrandbits(40)}") for n in range(6000)]))


def endless_children(client, call):
    client.reply(call, "a(so)", [(APP, f"/deeper/{random.getrandbits(60)}")])


BEHAVIOURS["endless-depth"] = on("GetChildren", endless_children)
BEHAVIOURS["own-ancestor"] = on("GetChildren", lambda c, call: c.reply(call, "a(so)", [(APP, "/app")]))


def flood(client, call):
    while True:
        client.connection.sendall(signal(0) * 500)


BEHAVIOURS["flood-of-signals"] = on("GetState", flood)
BEHAVIOURS["flood-of-large-signals"] = on("GetState", lambda c, call: [c.connection.sendall(signal(3_000_000)) for _ in iter(int, 1)])
BEHAVIOURS["flood-of-replies"] = on("GetState", lambda c, call: [
    c.connection.sendall(message(2, 5, 4_000_000_000, "u", b"\1\0\0\0", APP) * 500) for _ in iter(int, 1)])
BEHAVIOURS["garbage"] = on("GetState", lambda c, call: [
    c.connection.sendall(random.randbytes(65536)) for _ in iter(int, 1)])
# Late, or nobody.
BEHAVIOURS["late-replies"] = on("GetState", lambda c, call: (time.sleep(1.5), c.answer(call)))
BEHAVIOURS["owner-vanishes"] = on("GetState", lambda c, call: c.connection.sendall(
    message(3, 5, call["serial"], "s", string("gone"), "org.freedesktop.DBus", [(4, "s", "org.freedesktop.DBus.Error.NameHasNoOwner")])))
BEHAVIOURS["stops-reading"] = on("Hello", lambda c, call: (c.answer(call), hang(c)))
BEHAVIOURS["password"] = on("GetRole", lambda c, call: c.reply(call, "u", 40))


def serve(listener, name):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=run, args=(connection, name), daemon=True).start()


def run(connection, name):
    try:
        BEHAVIOURS[name](Client(connection, name))
    except (Gone, OSError):
        pass
    finally:
        connection.close()


for name in BEHAVIOURS:
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(f"{FOLDER}/{name}")
    listener.listen(8)
    threading.Thread(target=serve, args=(listener, name), daemon=True).start()
# A queue that is full, and that nobody ever empties.
full = socket.socket(socket.AF_UNIX)
full.bind(f"{FOLDER}/full-queue")
full.listen(0)
waiting = socket.socket(socket.AF_UNIX)
waiting.connect(f"{FOLDER}/full-queue")
print("\n".join(["full-queue", *BEHAVIOURS, "ready"]), flush=True)
sys.stdin.read()
