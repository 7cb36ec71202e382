"""Checks the answers that the walks wrote (DESKHAND_WALKS=file) with jsonschema: each has to fit its schema.

    DESKHAND_SOAK=1 DESKHAND_WALKS=/tmp/walks.jsonl swift test -c release --filter WalkTests
    python3 check_walks.py /tmp/walks.jsonl
"""

import json
import sys

from jsonschema import Draft202012Validator

count, wrong = 0, 0
for line in open(sys.argv[1], encoding="utf-8"):
    case = json.loads(line)
    error = next(Draft202012Validator(case["schema"]).iter_errors(case["answer"]), None)
    count += 1
    if error:
        wrong += 1
        print(f"line {count}: {error.message} in {line}")
if wrong:
    sys.exit(f"{wrong} of {count} answers do not fit")
print(count, "answers fit")
