"""The official client of the Model Context Protocol, in both of its modes, on a server of ours.

usage: client.py URL TOKEN|-   or   client.py -- COMMAND…        exits with 77 where the package `mcp` is missing
"""
import asyncio
import sys

try:
    import httpx2
    from mcp import Client, StdioServerParameters
    from mcp.client.streamable_http import streamable_http_client
except ImportError as error:
    print(error)
    sys.exit(77)


# What each mode speaks with a server that knows both.
REVISIONS = {"auto": "2026-07-28", "legacy": "2025-11-25"}


def text(result):
    return "\n".join(part.text for part in result.content if part.type == "text")


def server():
    if sys.argv[1] == "--":
        return StdioServerParameters(command=sys.argv[2], args=sys.argv[3:])
    headers = {} if sys.argv[2] == "-" else {"Authorization": "Bearer " + sys.argv[2]}
    return streamable_http_client(sys.argv[1], http_client=httpx2.AsyncClient(headers=headers, timeout=120))


async def work(mode, has_desktop):
    async with Client(server(), mode=mode) as client:
        assert client.protocol_version == REVISIONS[mode], client.protocol_version
        tools = await client.list_tools()
        names = [tool.name for tool in tools.tools]
        assert names[0] == "start_desktop" and "replay_trace" in names, names
        unknown = await client.call_tool("click", {"target": "x", "nonsense": 1})
        assert unknown.is_error, unknown
        if not has_desktop:
            return
        told = []

        async def progress(done, total, message):
            told.append(done)

        started = await client.call_tool("start_desktop", {"programs": ["mousepad"]}, progress_callback=progress)
        assert not started.is_error and "Mousepad" in text(started), started
        desktop = {"desktop": started.structured_content["desktop"]}
        typed = await client.call_tool("type", {"text": "hello", **desktop})
        assert "hello" in text(typed), typed
        picture = await client.call_tool("screenshot", desktop)
        assert picture.content[-1].type == "image", picture
        same = await client.call_tool("screenshot", {"changed": True, "pointer": False, **desktop})
        same = await client.call_tool("screenshot", {"changed": True, "pointer": False, **desktop})
        assert len(same.content) == 1 or same.content[-1].type == "image", same
        waiting = asyncio.create_task(
            client.call_tool("wait", {"target": "never there", "seconds": 300, **desktop}, progress_callback=progress))
        while len(told) < 1 or told[-1] < 1:
            await asyncio.sleep(0.1)
        waiting.cancel()
        try:
            await waiting
        except asyncio.CancelledError:
            pass
        checked = await client.call_tool("check", {"claim": "text area is 'hello'", **desktop})
        assert checked.structured_content["holds"], checked
        stopped = await client.call_tool("stop_desktop", desktop)
        assert "stopped" in text(stopped), stopped


async def main():
    for mode, has_desktop in (("auto", True), ("legacy", sys.argv[1] == "--" or sys.argv[2] != "-")):
        await asyncio.wait_for(work(mode, has_desktop), 200)
        print(mode)


asyncio.run(main())
