"""Asks a model's server of Deskhand from many clients at a time, and makes sure that each is answered, in fair turns.

usage: load.py ADDRESS PID CLIENTS SECONDS     ADDRESS is HOST:PORT
"""
import base64
import http.client
import json
import pathlib
import random
import sys
import threading
import time

ADDRESS, PID, CLIENTS, SECONDS = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
PICTURE = "data:image/png;base64," + base64.b64encode(
    pathlib.Path("Tests/Fixtures/model/preprocessing/alpha.png").read_bytes()).decode()
# Until then caches and thread pools grow.
WARM_UP = SECONDS / 4
# Of memory over the second half, by the line that fits its samples best: a share, and MiB.
GROWTH = 0.02, 1


def question(chance):
    """A request, small enough that what is measured is the server rather than the model."""
    content = "What is there? %d" % chance.randrange(1000)
    if chance.random() < 0.1:
        content = [{"type": "image_url", "image_url": {"url": PICTURE}}, {"type": "text", "text": content}]
    asked = {"model": "tied", "messages": [{"role": "user", "content": content}], "max_tokens": chance.randrange(1, 5),
             "seed": chance.randrange(1000)}
    if chance.random() < 0.5:
        asked["stream"] = True
    if chance.random() < 0.2:
        asked.update(logprobs=True, top_logprobs=3)
    return asked


def ask(connection, asked):
    connection.request("POST", "/v1/chat/completions", json.dumps(asked), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    text = answer.read().decode()
    whole = text.endswith("data: [DONE]\n\n") if asked.get("stream") else json.loads(text).get("choices")
    if answer.status != 200 or not whole or '"error"' in text:
        raise AssertionError("%d: %s" % (answer.status, text[:300]))


def totals():
    connection = http.client.HTTPConnection(ADDRESS, timeout=60)
    connection.request("GET", "/metrics")
    lines = connection.getresponse().read().decode().splitlines()
    return {line.split()[0]: float(line.split()[1]) for line in lines if not line.startswith("#")}


def difference(before, after, name):
    return after.get("deskhand_" + name, 0) - before.get("deskhand_" + name, 0)


def memory():
    """MiB that the server has taken, without what it maps of its own file."""
    with open("/proc/%s/status" % PID) as file:
        return int(file.read().split("RssAnon:")[1].split()[0]) / 1024


def growth(samples):
    """By how much the line grows that fits the samples of the second half best, in MiB, and its middle."""
    half = [(moment, size) for moment, size in samples if moment >= samples[-1][0] - SECONDS / 2]
    times, sizes = zip(*half)
    middle, mean = sum(times) / len(times), sum(sizes) / len(sizes)
    spread = sum((moment - middle) ** 2 for moment in times)
    slope = sum((moment - middle) * (size - mean) for moment, size in half) / spread
    return slope * (times[-1] - times[0]), mean


def overhead(before, after):
    """The time of a request in the server that is neither waiting nor the model's, in milliseconds."""
    served = difference(before, after, 'requests_total{status="200"}')
    parts = [difference(before, after, name + "_seconds_total") for name in ("answer", "queue", "model")]
    return 1000 * (parts[0] - parts[1] - parts[2]) / served, 1000 * parts[2] / served


def client(number, end, latencies, failures):
    chance = random.Random(number)
    connection = http.client.HTTPConnection(ADDRESS, timeout=120)
    while time.monotonic() < end and not failures:
        start = time.monotonic()
        try:
            ask(connection, question(chance))
        except (OSError, AssertionError, ValueError, http.client.HTTPException) as error:
            failures.append("%s: %s" % (type(error).__name__, error))
        latencies.append((start, time.monotonic() - start))


def alone(count=200):
    """What a client hears that has the server for itself: milliseconds a request, and the model's part of it."""
    connection = http.client.HTTPConnection(ADDRESS, timeout=120)
    chance = random.Random(0)
    for _ in range(20):
        ask(connection, question(chance))
    before, start = totals(), time.monotonic()
    for _ in range(count):
        ask(connection, question(chance))
    spent = time.monotonic() - start
    return 1000 * (spent - difference(before, totals(), "model_seconds_total")) / count


single = alone()
before, start = totals(), time.monotonic()
latencies, failures = [], []
threads = [threading.Thread(target=client, args=(number, start + SECONDS, latencies, failures)) for number in range(CLIENTS)]
for thread in threads:
    thread.start()
samples = [(time.monotonic(), memory())]
while any(thread.is_alive() for thread in threads):
    time.sleep(0.5)
    samples.append((time.monotonic(), memory()))
for thread in threads:
    thread.join()
after = totals()
server, model = overhead(before, after)
# Once all of them ask; the first requests find an empty queue.
waits = sorted(1000 * spent - model for begun, spent in latencies if begun > start + WARM_UP)
mean, worst = sum(waits) / len(waits), waits[int(0.99 * len(waits))]
grown, size = growth(samples)
print("%d clients for %.0f s: %d answers, %d errors; model %.2f ms a request, server besides %.2f ms, alone %.2f ms with the "
      "client's own part" % (CLIENTS, SECONDS, len(latencies), len(failures), model, server, single))
print("waiting: mean %.0f ms, 99th percentile %.0f ms; memory at the start %.1f MiB, in the second half %.1f MiB and "
      "%+.1f MiB over it" % (mean, worst, samples[0][1], size, grown))
if worst > 2 * mean:
    failures.append("unfair: the 99th percentile of waiting is more than twice the mean")
if grown > GROWTH[0] * size + GROWTH[1]:
    failures.append("memory still grows: by %.1f MiB in the second half" % grown)
if max(server, single) > 5:
    failures.append("more than 5 ms of overhead a request")
for failure in failures[:10]:
    print(failure)
sys.exit(1 if failures else 0)
