"""Copies a TrueType font under another family name: renamed-font.py FROM TO FAMILY

FAMILY must not be longer than the font's own name, whose place in the file it takes.
"""
import struct
import sys

source, target, family = sys.argv[1:]
font = bytearray(open(source, "rb").read())
for number in range(struct.unpack_from(">H", font, 4)[0]):
    tag, _, table, _ = struct.unpack_from(">4s3L", font, 12 + 16 * number)
    if tag != b"name":
        continue
    count, strings = struct.unpack_from(">2H", font, table + 2)
    for record in range(table + 6, table + 6 + 12 * count, 12):
        platform, _, _, name, length, offset = struct.unpack_from(">6H", font, record)
        if name not in (1, 4, 16):
            continue
        text = family.encode("mac-roman" if platform == 1 else "utf-16-be")
        if len(text) > length:
            sys.exit(f"'{family}' is longer than the name that it is to replace")
        start = table + strings + offset
        font[start:start + len(text)] = text
        struct.pack_into(">H", font, record + 8, len(text))
open(target, "wb").write(font)
