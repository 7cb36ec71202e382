"""Passes X connections on to a display, and cuts all of them when a line comes on standard input.

usage: x_proxy.py SERVER     prints the number of the display that it listens as
"""
import os, socket, sys, threading

target = "/tmp/.X11-unix/X" + sys.argv[1].lstrip(":")
open_sockets, listener = [], socket.socket(socket.AF_UNIX)
for number in range(7000, 9000):
    path = f"/tmp/.X11-unix/X{number}"
    try:
        listener.bind(path)
        break
    except OSError:
        continue
listener.listen(16)


def pump(source, sink):
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass
    for end in (source, sink):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def accept():
    while True:
        client, _ = listener.accept()
        server = socket.socket(socket.AF_UNIX)
        server.connect(target)
        open_sockets.extend([client, server])
        for pair in ((client, server), (server, client)):
            threading.Thread(target=pump, args=pair, daemon=True).start()


threading.Thread(target=accept, daemon=True).start()
print(number, flush=True)
for _ in sys.stdin:
    for end in open_sockets:
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
os.unlink(path)
