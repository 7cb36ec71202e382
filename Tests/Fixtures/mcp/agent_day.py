"""A coding agent's day, by the official client of the Model Context Protocol: a program with a fault, seen, found, mended, proved.

usage: agent_day.py FOLDER COMMAND…        FOLDER is the agent's own; exits with 77 where the package `mcp` or GTK is missing
"""
import asyncio
import pathlib
import subprocess
import sys

try:
    from mcp import Client, StdioServerParameters
except ImportError as error:
    print(error)
    sys.exit(77)
if subprocess.run(["/usr/bin/python3", "-c", "import gi; gi.require_version('Gtk', '3.0')"]).returncode != 0:
    print("GTK is missing")
    sys.exit(77)

# The program that the agent writes: a bill whose total leaves the last item out.
PROGRAM = '''\
import gi
gi.require_version("Gtk", "3.0")
from gi.repository import Gtk


class Bill(Gtk.Window):
    def __init__(self):
        super().__init__(title="Bill")
        self.prices = []
        box = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=6, border_width=12)
        label = Gtk.Label(label="Price")
        self.price = Gtk.Entry()
        label.set_mnemonic_widget(self.price)
        add = Gtk.Button(label="Add")
        add.connect("clicked", self.add_price)
        self.total = Gtk.Label(label="Total: 0")
        leave = Gtk.Button(label="Quit")
        leave.connect("clicked", lambda button: self.destroy())
        for part in (label, self.price, add, self.total, leave):
            box.add(part)
        self.add(box)
        self.connect("destroy", Gtk.main_quit)
        self.show_all()

    def add_price(self, button):
        self.total.set_text("Total: %d" % sum(self.prices))
        self.prices.append(int(self.price.get_text()))
        self.price.set_text("")


Bill()
Gtk.main()
'''


def text(result):
    return "\n".join(part.text for part in result.content if part.type == "text")


async def call(client, tool, **arguments):
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, (tool, arguments, text(result))
    return result


async def holds(client, claim, **desktop):
    return (await call(client, "check", claim=claim, **desktop)).structured_content["holds"]


async def use(client, desktop):
    """Adds 12 and 30, and says whether the total is theirs."""
    for price in ("12", "30"):
        await call(client, "type", text=price, target="field 'Price'", clear=True, **desktop)
        await call(client, "click", target="the Add button", **desktop)
    return await holds(client, "'Total: 42' is there", **desktop)


async def start(client, program):
    started = await call(client, "start_desktop", programs=["/usr/bin/python3 bill.py"], files=[str(program)])
    assert "Add" in text(started), text(started)
    return {"desktop": started.structured_content["desktop"]}


async def day(folder):
    program = folder / "bill.py"
    program.write_text(PROGRAM)
    async with Client(StdioServerParameters(command=sys.argv[2], args=sys.argv[3:])) as client:
        desktop = await start(client, program)
        # It sees the program, as elements and as a picture.
        assert "Price" in text(await call(client, "elements", whole=True, **desktop))
        assert (await call(client, "screenshot", **desktop)).content[-1].type == "image"
        assert not await use(client, desktop), "the fault does not show"
        # What is there instead leads to the fault: the last price is missing.
        seen = text(await call(client, "elements", whole=True, **desktop))
        assert "Total: 12" in seen, seen
        source = text(await call(client, "read_file", path="bill.py", **desktop))
        wrong = '        self.total.set_text("Total: %d" % sum(self.prices))\n'
        entry = "        self.prices.append(int(self.price.get_text()))\n"
        assert source.index(wrong) < source.index(entry), source
        mended = source.replace(wrong, "").replace(entry, entry + wrong)
        await call(client, "write_file", path="mended.py", text=mended, **desktop)
        # The mend is tried where the fault was seen, and then from the beginning.
        await call(client, "click", target="the Quit button", **desktop)
        await call(client, "wait", target="Price", gone=True, **desktop)
        await call(client, "launch", command="/usr/bin/python3 mended.py", **desktop)
        assert await use(client, desktop), text(await call(client, "elements", whole=True, **desktop))
        await call(client, "stop_desktop", **desktop)
        program.write_text(mended)
        desktop = await start(client, program)
        assert await use(client, desktop)
        page = text(await call(client, "save_trace", **desktop))
        stopped = text(await call(client, "stop_desktop", **desktop))
        trace = pathlib.Path(stopped.rsplit("its trace is ", 1)[1])
        assert (trace / "trace.jsonl").is_file() and str(trace) in page, (page, stopped)
        print("mended and proved")


asyncio.run(day(pathlib.Path(sys.argv[1])))
