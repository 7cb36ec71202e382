"""Does at a TigerVNC server what a person would: person.py SOCKET WORD ...

pointer:X,Y   moves the pointer
hold:KEYSYM   presses a key, by the number of its keysym
The connection stays open, and keys stay held, until standard input ends.
"""
import socket
import struct
import sys


def receive(server, count):
    data = b""
    while len(data) < count:
        part = server.recv(count - len(data))
        if not part:
            raise SystemExit("the server hung up")
        data += part
    return data


server = socket.socket(socket.AF_UNIX)
server.connect(sys.argv[1])
receive(server, 12)
server.sendall(b"RFB 003.008\n")
receive(server, receive(server, 1)[0])
server.sendall(b"\x01")  # no authentication
receive(server, 4)
server.sendall(b"\x01")  # others may stay connected
width, height, _, name = struct.unpack(">HH16sI", receive(server, 24))
receive(server, name)
for word in sys.argv[2:]:
    kind, _, value = word.partition(":")
    if kind == "pointer":
        x, y = value.split(",")
        server.sendall(struct.pack(">BBHH", 5, 0, int(x), int(y)))
    elif kind == "hold":
        server.sendall(struct.pack(">BBHI", 4, 1, 0, int(value, 0)))
sys.stdin.read()
