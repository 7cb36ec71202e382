"""Reports what a terminal sends: `xterm -e /usr/bin/python3 terminal.py FOLDER`. See report.py."""

import os
import select
import sys
import termios
import tty

import report

settings = termios.tcgetattr(0)
tty.setraw(0)
received = b""
sys.stdout.write("ready\r\n")
sys.stdout.flush()
while True:
    ready, _, _ = select.select([0, report.control], [], [])
    if report.control in ready:
        report.take_order()
        received = b""
    if 0 in ready:
        more = os.read(0, 65536)
        if not more:
            break
        received += more
        os.write(1, more.replace(b"\r", b"\r\n"))
    report.write("text", received.decode("utf-8", "replace").replace("\r", "\n"))
