#!/usr/bin/env python3
"""A model's server that does what a script says, for tests of the client.

usage: server.py SCRIPT LOG [CERTIFICATE]

SCRIPT is a file with a JSON list of steps; each request takes the next one, and the last one repeats. A step is an object:
  status, headers     of the answer (200; none)
  json, body          what is answered: a value, or a text
  stream              a list of texts, sent as text/event-stream, with `pause` seconds before each (0)
  raw                 a text that is sent in place of an HTTP answer
  wait                seconds before the answer (0)
  hang                after all that, the connection is kept open without another byte
  cut                 the connection is closed after that, before the answer is whole
  repeat              sends the last text of `stream` or `body` until that many bytes are sent; -1 for ever
  echo_key            the answer's error names the key that was sent
  solve               a perfect model: for a part of an instruction the arguments of the calls that do what it says, one
                      for each turn of the conversation, in the computer-use dialect
  follow              perfect models of any interface: `tasks` holds for an instruction the answers that do what it says, in
                      their order; `waiting` is an answer that waits. An answer has `body`, and where needed `pause`, seconds
                      before it is given the first time, and `until` and `gone`, words that the latest turn must and must
                      not hold, until when it is waited. An answer that could not be carried out is given again.
It is a proxy, too, for itself. A request for /models is answered with the list of models and takes no step.
LOG gets a JSON line for each request, with the commands of processes that hold the request's key, and one for each connection that the client closes while the server waits.
The port is printed on the first line. It ends when its standard input does.
"""
import json
import os
import select
import socketserver
import ssl
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler

script = json.load(open(sys.argv[1]))
log = open(sys.argv[2], "a", buffering=1)
lock = threading.Lock()
taken = 0
running = 0


def note(entry):
    with lock:
        log.write(json.dumps(entry) + "\n")


def exposed(headers):
    """The commands in whose arguments the key stands."""
    keys = [headers.get(name) for name in ("authorization", "x-api-key", "x-goog-api-key")]
    key = next((key for key in keys if key), "").split(" ")[-1].encode()
    found = []
    for process in os.listdir("/proc") if len(key) >= 8 else []:
        try:
            words = open(f"/proc/{process}/cmdline", "rb").read()
        except OSError:
            continue
        if key in words:
            found.append(words.decode(errors="replace"))
    return found


def solve(tasks, request):
    """The next call towards what the first user's turn asks for."""
    said = json.dumps([turn["content"] for turn in request["messages"] if turn["role"] == "user"][0])
    calls = next(calls for part, calls in tasks.items() if part in said)
    turn = sum(message["role"] == "assistant" for message in request["messages"])
    call = {"name": "computer_use", "arguments": calls[min(turn, len(calls) - 1)]}
    text = f"<tool_call>\n{json.dumps(call)}\n</tool_call>"
    return {"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
            "usage": {"prompt_tokens": 1000, "completion_tokens": 20, "prompt_tokens_details": {"cached_tokens": 400}}}


progress = {}
REFUSED = ["was not carried out", "cannot be carried out", "could not be carried out", "not done: ", "that failed: "]
MOST_WAITS = 20


def texts(value):
    """All texts of a request but its pictures."""
    if isinstance(value, str):
        return [value] if len(value) < 100_000 else []
    if isinstance(value, dict):
        value = list(value.values())
    return [text for item in value for text in texts(item)] if isinstance(value, list) else []


def latest(turns):
    """The texts after the model's last turn, in one line."""
    own = [i for i, turn in enumerate(turns)
           if turn.get("role") in ("assistant", "model") or turn.get("type") in ("computer_call", "function_call")]
    return " ".join(" ".join(texts(turns[(own[-1] if own else -1) + 1:])).split()).lower()


def follow(script, request):
    """The next answer of a perfect model."""
    turns = request.get("messages") or request.get("input") or request.get("contents")
    said, now = "\n".join(texts(request)), latest(turns)
    task = max((task for task in script["tasks"] if task in said), key=len, default=None)
    if task is None:
        # A trial of the model.
        return {"choices": [{"message": {"content": '{"x": 792, "y": 297}'}, "finish_reason": "stop"}]}, 0
    answers = script["tasks"][task]
    with lock:
        state = progress.setdefault(task, {"next": 0, "waits": 0, "acted": False, "paused": -1})
        if state["acted"] and any(words in now for words in REFUSED):
            state["next"] -= 1
            state["waits"] += 1
            # What is shown may have to change first.
            if state["waits"] % 2 and script.get("waiting"):
                state["acted"] = False
                return script["waiting"], 0
        answer = answers[min(state["next"], len(answers) - 1)]
        is_ready = all(words.lower() in now for words in answer.get("until", [])) and not any(
            words.lower() in now for words in answer.get("gone", []))
        if not is_ready and state["waits"] < MOST_WAITS:
            state["waits"] += 1
            state["acted"] = False
            return script["waiting"], 0
        pause = answer.get("pause", 0) if state["paused"] < state["next"] else 0
        state.update(next=state["next"] + 1, acted=True, paused=state["next"])
        if not any(words in now for words in REFUSED):
            state["waits"] = 0
        return answer["body"], pause


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer()

    def do_POST(self):
        self.answer()

    def do_CONNECT(self):
        """As a proxy: what follows is answered here, whatever host it is for."""
        note({"method": "CONNECT", "path": self.path, "headers": {}})
        self.send_response(200)
        self.end_headers()

    def answer(self):
        global taken, running
        body = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
        if self.command == "GET" and self.path.endswith("/models") and "models" not in script[0]:
            self.play({"json": {"object": "list", "data": [{"id": "eyes-1", "max_model_len": 32768}]}})
            return
        with lock:
            step = script[min(taken, len(script) - 1)]
            taken += 1
            running += 1
            at_once = running
        note({"method": self.command, "path": self.path, "body": body, "running": at_once,
              "exposed": exposed(self.headers),
              "headers": {name.lower(): value for name, value in self.headers.items()}})
        try:
            self.play(step, body)
        except (BrokenPipeError, ConnectionResetError, ssl.SSLError):
            note({"closed": True})
            self.close_connection = True
        finally:
            with lock:
                running -= 1

    def play(self, step, body=""):
        time.sleep(step.get("wait", 0))
        if "raw" in step:
            self.wfile.write(step["raw"].encode())
        elif "stream" in step:
            self.head(step, "text/event-stream", None)
            for text in step["stream"]:
                time.sleep(step.get("pause", 0))
                self.chunk(text)
            self.repeat(step, step["stream"][-1] if step["stream"] else "", self.chunk)
            if not (step.get("hang") or step.get("cut")):
                self.wfile.write(b"0\r\n\r\n")
        elif "solve" in step:
            self.play({"json": solve(step["solve"], json.loads(body))})
        elif "follow" in step:
            answer, pause = follow(step["follow"], json.loads(body))
            time.sleep(pause)
            self.play({"json": answer})
        elif "status" in step or "json" in step or "body" in step:
            text = step.get("body", json.dumps(step.get("json")))
            if step.get("echo_key"):
                key = self.headers.get("authorization") or self.headers.get("x-api-key") or ""
                text = json.dumps({"error": {"message": "Incorrect API key provided: " + key.split(" ")[-1]}})
            data = text.encode()
            total = step.get("repeat", 0)
            length = None if total else len(data) + (100 if step.get("cut") or step.get("hang") else 0)
            self.head(step, "application/json", length)
            if total:
                self.repeat(step, text, self.chunk)
            else:
                self.wfile.write(data)
        self.wfile.flush()
        if step.get("hang"):
            self.hang()
        if step.get("hang") or step.get("cut") or "raw" in step:
            self.close_connection = True

    def head(self, step, media, length):
        self.send_response(step.get("status", 200))
        headers = {"content-type": media, **step.get("headers", {})}
        if length is None:
            headers["transfer-encoding"] = "chunked"
        else:
            headers.setdefault("content-length", str(length))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.flush()

    def chunk(self, text):
        data = text.encode()
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()

    def repeat(self, step, text, send):
        total, sent = step.get("repeat", 0), 0
        while total < 0 or sent < total:
            send(text)
            sent += len(text)

    def hang(self):
        """Waits until the client closes the connection."""
        while True:
            if select.select([self.connection], [], [], 60)[0]:
                note({"closed": True})
                return


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request, client_address):
        pass


server = Server(("127.0.0.1", 0), Handler)
if len(sys.argv) > 3:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3])
    server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
os._exit(0)
