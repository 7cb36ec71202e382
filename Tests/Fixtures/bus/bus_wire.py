"""D-Bus as bytes, for programs that play a bus on a raw socket."""
import struct

FIXED = {"u": "<I", "b": "<I", "i": "<i", "y": "<B", "d": "<d"}
ALIGNMENTS = {"y": 1, "g": 1, "v": 1, "(": 8, "{": 8, "d": 8}


class Gone(Exception):
    pass


def align(data, width):
    return data + b"\0" * (-len(data) % width)


def string(text):
    raw = text if isinstance(text, bytes) else text.encode()
    return struct.pack("<I", len(raw)) + raw + b"\0"


def one(signature, start=0):
    """The end of the complete type that begins at start."""
    if signature[start] == "a":
        return one(signature, start + 1)
    if signature[start] not in "({":
        return start + 1
    end = start + 1
    while signature[end] not in ")}":
        end = one(signature, end)
    return end + 1


def split(signature):
    types, start = [], 0
    while start < len(signature):
        end = one(signature, start)
        types.append(signature[start:end])
        start = end
    return types


def write(out, type_, value):
    """Appends a value to a bytearray that begins at a multiple of eight bytes."""
    kind = type_[0]
    out += b"\0" * (-len(out) % ALIGNMENTS.get(kind, 4))
    if kind in FIXED:
        out += struct.pack(FIXED[kind], value)
    elif kind in "so":
        out += string(value)
    elif kind == "v":
        out += bytes([len(value[0])]) + value[0].encode() + b"\0"
        write(out, value[0], value[1])
    elif kind in "({":
        for part, field in zip(split(type_[1:-1]), value):
            write(out, part, field)
    elif kind == "a":
        length_at = len(out)
        out += b"\0\0\0\0"
        out += b"\0" * (-len(out) % ALIGNMENTS.get(type_[1], 4))
        start = len(out)
        for item in value:
            write(out, type_[1:], item)
        struct.pack_into("<I", out, length_at, len(out) - start)
    else:
        raise ValueError(type_)


def put(out, type_, value):
    out = bytearray(out)
    write(out, type_, value)
    return bytes(out)


def message(kind, serial, reply, signature, body, sender, extra=()):
    fields = b""
    entries = ([(5, "u", reply)] if reply is not None else []) + [(7, "s", sender)] + list(extra)
    for code, type_, value in entries:
        fields = put(align(fields, 8) + bytes([code, 1]) + type_.encode() + b"\0", type_, value)
    if signature:
        fields = align(fields, 8) + bytes([8, 1]) + b"g\0" + bytes([len(signature)]) + signature.encode() + b"\0"
    head = struct.pack("<cBBBIII", b"l", kind, 0, 1, len(body), serial, len(fields))
    return align(head + fields, 8) + body


class Peer:
    """One client's connection to a bus."""

    def __init__(self, connection):
        self.connection, self.serial, self.data = connection, 100, b""

    def take(self, count):
        while len(self.data) < count:
            more = self.connection.recv(65536)
            if not more:
                raise Gone()
            self.data += more
        taken, self.data = self.data[:count], self.data[count:]
        return taken

    def line(self):
        text = b""
        while not text.endswith(b"\r\n"):
            text += self.take(1)
        return text

    def authenticate(self):
        if self.line().split()[2:] == []:
            # No user is claimed: who it is comes from the kernel.
            self.connection.sendall(b"DATA\r\n")
            self.line()
        self.connection.sendall(b"OK 0123456789abcdef0123456789abcdef\r\n")
        self.line()

    def call(self):
        """The next method call: its serial, its body, and its header fields by their codes."""
        head = self.take(16)
        body_length, serial, fields_length = struct.unpack("<III", head[4:])
        fields = self.take((fields_length + 7) // 8 * 8)
        body = self.take(body_length)
        call, position = {"serial": serial, "body": body}, 0
        while position < fields_length:
            position += -position % 8
            code, kind = fields[position], chr(fields[position + 2])
            position += 4
            if kind == "g":
                position += fields[position] + 2
                continue
            length = struct.unpack_from("<I", fields, position)[0]
            call[code] = fields[position + 4:position + 4 + length].decode()
            position += 5 + length
        return call

    def reply(self, call, signature, *values, sender=None):
        body = bytearray()
        for type_, value in zip(split(signature), values):
            write(body, type_, value)
        self.raw(call, signature, bytes(body), sender)

    def raw(self, call, signature, body, sender=None):
        self.serial += 1
        self.send(message(2, self.serial, call["serial"], signature, body, sender or call[6]))

    def send(self, data):
        self.connection.sendall(data)
