"""Sends HTTP servers of Deskhand JSON that hypothesis makes up around what they know, and shrinks what they do not withstand.

usage: properties.py KIND ADDRESS PID SEED EXAMPLES [TOKEN]     KIND is mcp, serve or osworld; needs the package `hypothesis`
"""
import http.client
import json
import sys

from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

KIND, ADDRESS, _, SEED, EXAMPLES = sys.argv[1:6]
TOKEN = sys.argv[6] if len(sys.argv) > 6 else None
HOST, PORT = ADDRESS.rsplit(":", 1)

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4), max_leaves=8)


def mostly(strategy):
    """What is right most of the time, and anything else."""
    return st.integers(0, 19).flatmap(lambda number: anything if number == 0 else strategy)


def record(needed, **optional):
    known = {name: mostly(value) for name, value in optional.items()}
    return st.fixed_dictionaries({name: mostly(value) for name, value in needed.items()}, optional=known)


word = st.text(max_size=20)
number = st.integers(-5, 10) | st.floats(-3, 3)
schema = record({"type": st.sampled_from(["object", "array", "string", "integer", "number", "boolean", "null"])},
                properties=st.dictionaries(word, record({"type": st.just("integer")}), max_size=3), items=anything,
                enum=st.lists(anything, max_size=3), pattern=word, minimum=number, maxItems=number, required=st.lists(word, max_size=2))
part = record({"type": st.sampled_from(["text", "image_url", "video_url", "video"])}, text=word,
              image_url=record({"url": st.sampled_from(["data:,x", "data:image/png;base64,AAAA", "http://127.0.0.1:9/x", "file:///etc/passwd"])}))
message = record({"role": st.sampled_from(["system", "user", "assistant", "tool"]), "content": word | st.lists(mostly(part), max_size=3)},
                 tool_calls=anything, tool_call_id=word, name=word)
function = record({"name": word}, description=word, parameters=schema, strict=st.booleans())
completion = record(
    {"model": st.just("tied"), "messages": st.lists(mostly(message), max_size=3), "max_tokens": st.integers(0, 3)},
    temperature=number, top_p=number, n=number, seed=st.integers(), stop=word | st.lists(word, max_size=3), stream=st.booleans(),
    logprobs=st.booleans(), top_logprobs=number, frequency_penalty=number, presence_penalty=number, user=word,
    logit_bias=st.dictionaries(word, number, max_size=2), stream_options=record({"include_usage": st.booleans()}),
    tools=st.lists(record({"type": st.just("function"), "function": function}), max_size=2),
    tool_choice=st.sampled_from(["auto", "none", "required"]),
    response_format=record({"type": st.sampled_from(["text", "json_object", "json_schema"])}, json_schema=record({"schema": schema}, name=word)),
    structured_outputs=record({}, choice=st.lists(word, max_size=3), regex=word, json=schema, grammar=word))
call = record({"name": st.sampled_from(["start_desktop", "click", "act", "elements", "read_file", "write_file", "check", "wait"]),
               "arguments": st.dictionaries(st.sampled_from(["desktop", "path", "text", "action", "width", "programs", "files"]), anything, max_size=4)},
              _meta=st.dictionaries(st.just("io.modelcontextprotocol/protocolVersion"), st.just("2026-07-28") | word, max_size=1))
message_of_protocol = record(
    {"jsonrpc": st.just("2.0"), "method": st.sampled_from(["initialize", "tools/list", "tools/call", "ping", "notifications/cancelled"])},
    id=st.integers() | word, params=call | record({}, protocolVersion=word, requestId=st.integers()))
step = record({}, command=word | st.lists(word, max_size=3), shell=st.booleans(), path=word, window_name=word, strict=st.booleans(),
              script=st.just("true"), timeout=number, code=st.just("pass"), verification=record({}, window_exists=word))
ROUTES = ["/execute", "/setup/launch", "/list_directory", "/setup/activate_window", "/setup/close_window", "/run_bash_script", "/run_python",
          "/screen_size", "/desktop_path"]
request = {"serve": st.tuples(st.just("/v1/chat/completions"), mostly(completion)),
           "mcp": st.tuples(st.just("/mcp"), mostly(message_of_protocol)),
           "osworld": st.tuples(st.sampled_from(ROUTES), mostly(step))}[KIND]
statuses = {}
session = {}


def asked(path, content):
    """The status, the session and the text that a request is answered with."""
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream", **session}
    if TOKEN:
        headers["Authorization"] = "Bearer " + TOKEN
    connection = http.client.HTTPConnection(HOST, int(PORT), timeout=150)
    connection.request("POST", path, json.dumps(content), headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, answer.getheader("Mcp-Session-Id"), text


@seed(int(SEED))
@settings(max_examples=int(EXAMPLES), deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(request)
def withstands(made):
    path, content = made
    status, _, text = asked(path, content)
    statuses[status] = statuses.get(status, 0) + 1
    assert status < 500 or KIND == "osworld" and status == 500, (status, text[:300])
    if KIND == "serve" and status >= 400:
        assert json.loads(text)["error"]["message"], text
    if KIND == "osworld" and status >= 400:
        assert json.loads(text)["message"], text
    if KIND == "mcp" and status == 200 and not text.startswith(("event:", "data:", ":", "id:")):
        assert json.loads(text)["jsonrpc"] == "2.0", text


if KIND == "mcp":
    opening = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": {"protocolVersion": "2025-11-25", "capabilities": {}}}
    session["Mcp-Session-Id"] = asked("/mcp", opening)[1]
withstands()
print("%s: statuses %s" % (KIND, dict(sorted(statuses.items()))))
