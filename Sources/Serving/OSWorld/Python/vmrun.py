"""Deskhand's stand-in for VMware's vmrun: asks `deskhand osworld-guest` at ADDRESS for desktops."""
import http.client
import json
import os
import sys

ADDRESS = "@ADDRESS@"
TOKEN = "@TOKEN@"

words = sys.argv[1:]
if words[:1] == ["-T"]:
    words = words[2:]
if len(words) > 1:
    words[1] = os.path.abspath(os.path.normpath(words[1]))
try:
    connection = http.client.HTTPConnection(ADDRESS, timeout=600)
    connection.request("POST", "/vmrun", json.dumps(words), {"Authorization": "Bearer " + TOKEN})
    answer = connection.getresponse()
    text = answer.read().decode()
except OSError as error:
    print("Error: deskhand osworld-guest does not answer at %s: %s" % (ADDRESS, error))
    sys.exit(255)
sys.stdout.write(text)
sys.exit(0 if answer.status == 200 else 255)
