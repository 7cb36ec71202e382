"""Writes answers/trace.jsonl: what models say, and how Deskhand read it when the file was made.

The readings stand here by hand, from the meaning of the answers: the model saw 200x200 pixels of a screen of 400x400.
"""

import json
import pathlib

FRAME = {"capture": [0, 0, 400, 400], "image": [400, 400], "model": [200, 200], "scale": [2, 2], "screen": [400, 400]}
CALL = '<tool_call>\n{"name": "computer_use", "arguments": %s}\n</tool_call>'


def call(**arguments):
    return CALL % json.dumps(arguments)


def usable(step, text, model, screen, clamped=False, unexecuted=()):
    answer = {"action": model, "clamped": clamped, "coordinates": FRAME, "text": text, "unexecuted": list(unexecuted)}
    if "coordinate" in screen:
        answer["mapped"] = screen["coordinate"]
    return {"event": "decided", "step": step, "took_ms": 1, "decision": {"action": screen, "answer": answer}}


def unusable(step, text):
    answer = {"clamped": False, "coordinates": FRAME, "text": text, "unexecuted": []}
    return {"event": "unusable", "step": step, "attempt": 1, "reason": "recorded", "took_ms": 1, "answer": answer}


def click(x, y):
    return {"action": "left_click", "coordinate": [x, y]}


second = '{"name": "computer_use", "arguments": {"action": "key", "keys": ["Return"]}}'
events = [
    {"event": "started"},
    usable(1, call(action="left_click", coordinate=[50, 60]), click(50, 60), click(100, 120)),
    usable(2, "I click it.\n" + call(action="left_click", coordinate=[12.5, 7.25]), click(12.5, 7.25), click(25, 14)),
    unusable(3, "There is nothing to do here."),
    usable(3, call(action="type", text="grüße\n東京"), *[{"action": "type", "text": "grüße\n東京"}] * 2),
    unusable(4, call(action="left_click", coordinate=[500, 60])),
    usable(4, call(action="key", keys=["ctrl", "s"]), *[{"action": "key", "keys": ["Control_L", "s"]}] * 2),
    usable(5, call(action="left_click", coordinate=[200, 60]), click(200, 60), click(399, 120), clamped=True),
    usable(6, call(action="left_click", coordinate=[1, 2]) + "\n<tool_call>" + second + "</tool_call>", click(1, 2), click(2, 4), unexecuted=[second]),
    usable(7, call(action="scroll", pixels=-120), *[{"action": "scroll", "pixels": -120}] * 2),
    usable(8, call(action="terminate", status="success"), *[{"action": "terminate", "status": "success"}] * 2),
    {"event": "ended", "reason": "success", "steps": 8},
]
header = {
    "deskhand_trace": 1, "dry_run": False, "inputs": [], "instruction": "answers of every kind", "masks": [],
    "environment": {"fonts": [], "programs": {}, "version": "0.1.0"}, "policy": "qwen:fixture",
    "limits": {"repeats": 5, "seconds": 60, "steps": 20, "unusable_answers": 3}, "session": {"kind": "private"},
    "started": "2026-11-21T14:00:00.000Z",
}
lines = [header] + [{"sequence": n + 1, "at_ms": n, **event} for n, event in enumerate(events)]
folder = pathlib.Path(__file__).with_name("answers")
folder.mkdir(exist_ok=True)
text = "".join(json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n" for line in lines)
(folder / "trace.jsonl").write_text(text, encoding="utf-8")
