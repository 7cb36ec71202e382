"""Makes small benchmarks in the four published formats, answers to them, and how those score.

    python3 make_benchmarks.py        (any Python 3; needs nothing else, changes nothing when run again)

`expected.json` is worked out here with the arithmetic of the benchmarks' own scripts: ScreenSpot's compare ratios with
inclusive edges, OSWorld-G's compare pixels and cast a ray for polygons. It knows what each answer was made from, and so
does not depend on any parser.
"""
import json
import os
import random
import struct
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
WIDTH, HEIGHT = 137, 89  # odd sides, so that few ratios are exact
RESIZED = (140, 84)
random.seed(20260101)


def png(path, width, height):
    rows = b"".join(b"\0" + bytes(v for x in range(width) for v in (x, 2 * y % 256, 128)) for y in range(height))
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    with open(path, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b""))


def write(path, value, lines=False):
    path = os.path.join(HERE, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        rows = ",\n".join(json.dumps(item) for item in value) if isinstance(value, list) else None
        if lines:
            file.write("".join(json.dumps(item) + "\n" for item in value))
        else:
            file.write("[\n" + rows + "\n]\n" if rows is not None else json.dumps(value, indent=1) + "\n")


def box():
    left, top = random.randint(0, WIDTH - 30), random.randint(0, HEIGHT - 20)
    return [left, top, random.randint(4, 29), random.randint(4, 19)]


def point_for(number, corners):
    """A point on an edge, just beside one, or anywhere, in pixels of the published picture."""
    left, top, right, bottom = corners
    middle = ((left + right) / 2, (top + bottom) / 2)
    return [
        (left, middle[1]), (right, middle[1]), (middle[0], top), (middle[0], bottom), (right, bottom), (left, top),
        (left - 0.001, middle[1]), (right + 0.001, middle[1]), (middle[0], top - 0.001), (middle[0], bottom + 0.001),
        middle, (random.uniform(0, WIDTH), random.uniform(0, HEIGHT)),
    ][number % 12]


def spoken(number, x, y):
    """The same point in one of the ways in which models write it, and the centre that a box of it has."""
    if number % 9 in (4, 5, 6):
        corners = [x - 3, y - 2, x + 3, y + 2]
        x, y = (corners[0] + corners[2]) / 2, (corners[1] + corners[3]) / 2
        a, b, c, d = corners
        text = [
            f"[{a}, {b}, {c}, {d}]", f'```json\n[{{"bbox_2d": [{a}, {b}, {c}, {d}], "label": "it"}}]\n```',
            f"<|box_start|>({a},{b}),({c},{d})<|box_end|>"][number % 9 - 4]
        return text, x, y
    call = f'{{"name": "computer_use", "arguments": {{"action": "left_click", "coordinate": [{x}, {y}]}}}}'
    text = [
        f"<tool_call>\n{call}\n</tool_call>", f"({x}, {y})", f'{{"point_2d": [{x}, {y}], "label": "it"}}',
        f"<point>{x} {y}</point>", "", "", "", f"pyautogui.click(x={x}, y={y})",
        f"<think>first (1, 2), then (3, 4)</think>\nAction: click(start_box='({x},{y})')"][number % 9]
    return text, x, y


def in_polygon(x, y, numbers):
    corners = list(zip(numbers[::2], numbers[1::2]))
    crossings = 0
    for (ax, ay), (bx, by) in zip(corners, corners[-1:] + corners[:-1]):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            crossings += 1
    return crossings % 2 == 1


def by_ratio(x, y, picture, corners):
    px, py = x / picture[0], y / picture[1]
    left, top, right, bottom = corners[0] / WIDTH, corners[1] / HEIGHT, corners[2] / WIDTH, corners[3] / HEIGHT
    return left <= px <= right and top <= py <= bottom


def answer(number, key, corners, right):
    """A line of predictions.jsonl and the verdict: mostly points, now and then something else."""
    if number % 13 == 7:
        return {"key": key, "answer": "I cannot see it clearly."}, "wrong_format"
    if number % 13 == 9:
        return {"key": key, "answer": "(10, 20) or perhaps (30, 40)"}, "several_answers"
    if number % 13 == 11:
        # The scripts of these benchmarks know no refusal: they find no point in one.
        return {"key": key, "answer": '{"action": "terminate", "status": "failure"}'}, "wrong_format"
    x, y = point_for(number, corners)
    picture = (WIDTH, HEIGHT) if number % 3 else RESIZED
    x, y = x * picture[0] / WIDTH, y * picture[1] / HEIGHT
    text, x, y = spoken(number, x, y)
    line = {"key": key, "answer": text}
    if picture == RESIZED:
        line["picture"] = list(picture)
    return line, "correct" if right(x, y, picture) else "wrong"


def screenspot(suite, suffix):
    predictions, verdicts, number = [], {}, 0
    for split in ("desktop", "mobile", "web"):
        items, name = [], f"screenspot_{split}{suffix}.json"
        for place in range(20):
            area = box()
            corners = [area[0], area[1], area[0] + area[2], area[1] + area[3]]
            items.append({
                "img_filename": "shot.png", "bbox": area, "instruction": f"open part {place}",
                "data_type": "icon" if place % 3 else "text", "data_source": ["shop", "gitlab", "macos"][place % 3]})
            key = f"{name}#{place + 1}"
            line, verdicts[key] = answer(number, key, corners, lambda x, y, p: by_ratio(x, y, p, corners))
            predictions.append(line)
            number += 1
        write(f"{suite}/{name}", items)
    write(f"{suite}/predictions.jsonl", predictions, lines=True)
    return {"verdicts": verdicts}


def metric(rows):
    def share(part):
        return sum(row["v"] == "correct" for row in part) / len(part) if part else 0
    return {
        "num_correct_action": sum(row["v"] == "correct" for row in rows), "num_total": len(rows),
        "wrong_format_num": sum(row["v"] in ("wrong_format", "several_answers") for row in rows),
        "action_acc": share(rows), "text_acc": share([row for row in rows if row["t"] == "text"]),
        "icon_acc": share([row for row in rows if row["t"] == "icon"])}


def sliced(rows, name):
    return {key: metric([row for row in rows if name(row) == key]) for key in sorted({name(row) for row in rows})}


def screenspot_pro():
    predictions, verdicts, rows, number = [], {}, [], 0
    for app, group, platform in (
        ("gimp", "Creative", "linux"), ("gimp", "Creative", "windows"), ("vscode", "Development", "macos"),
        ("excel", "Office", "macos"),
    ):
        items, name = [], f"{app}_{platform}.json"
        for place in range(15):
            left, top, width, height = box()
            corners = [left, top, left + width, top + height]
            kind = "text" if place % 4 == 0 else "icon"
            items.append({
                "id": f"{app}_{platform}_{place}", "img_filename": "shot.png", "img_size": [WIDTH, HEIGHT], "bbox": corners,
                "instruction": f"press tool {place}", "instruction_cn": f"点击工具{place}", "application": app,
                "platform": platform, "group": group, "ui_type": kind})
            key = f"{name}#{place + 1}"
            line, verdicts[key] = answer(number, key, corners, lambda x, y, p: by_ratio(x, y, p, corners))
            predictions.append(line)
            rows.append({"v": verdicts[key], "t": kind, "app": app, "plat": platform, "group": group})
            number += 1
        write(f"ScreenSpot-Pro/annotations/{name}", items)
    write("ScreenSpot-Pro/predictions.jsonl", predictions, lines=True)
    style = "inst_style:instruction gt_type:positive"
    metrics = {
        "fine_grained": sliced(rows, lambda row: f"plat:{row['plat']} app:{row['app']} {style}"),
        "seeclick_style": sliced(rows, lambda row: f"plat:{row['plat']} {style}"),
        "leaderboard_simple_style": sliced(rows, lambda row: f"group:{row['group']}"),
        "leaderboard_detailed_style": sliced(rows, lambda row: f"app:{row['app']}"), "overall": metric(rows)}
    return {"verdicts": verdicts, "metrics": metrics}


def osworld_g():
    predictions, verdicts, items, classes = [], {}, [], {"text_matching": [], "layout_understanding": [], "refusal": []}
    for number in range(60):
        key, id = f"OSWorld-G.json#{number + 1}", f"item-{number}"
        item = {
            "id": id, "image_path": "shot.png", "image_size": [WIDTH, HEIGHT], "instruction": f"the handle {number}",
            "GUI_types": ["Icon", "Scrollbar"] if number % 2 else ["Text"]}
        if number % 10 == 3:
            item.update(box_type="refusal", box_coordinates=[-1, -1, -1, -1])
            texts = [
                ('{"action": "wait", "time": 10}', "correct"), ("[-1, -1]", "correct"), ("(5, 6)", "wrong"),
                ('{"action": "terminate", "status": "failure"}', "correct"), ("hm", "wrong_format"), ("(-3, 5)", "wrong")]
            text, verdicts[key] = texts[number // 10 % 6]
            predictions.append({"key": key, "answer": text})
            classes["refusal"].append({"id": id})
        elif number % 3 == 1:
            left, top, width, height = box()
            corners = [left, top, left + width, top + height]
            polygon = [left, top, left + width, top + 2, left + width - 1, top + height, left + 2, top + height - 3]
            item.update(box_type="polygon", box_coordinates=polygon)
            ends = list(zip(polygon[::2], polygon[1::2]))
            middles = [((ax + bx) / 2, (ay + by) / 2) for (ax, ay), (bx, by) in zip(ends, ends[1:] + ends[:1])]
            centre = ((corners[0] + corners[2]) / 2, (corners[1] + corners[3]) / 2)
            x, y = (ends + middles + [centre, (left + 0.5, top + height - 0.5)])[number // 3 % 10]
            verdicts[key] = "correct" if in_polygon(x, y, polygon) else "wrong"
            predictions.append({"key": key, "answer": f"({x}, {y})"})
            classes["layout_understanding"].append(id)
        else:
            area = box()
            corners = [area[0], area[1], area[0] + area[2], area[1] + area[3]]
            item.update(box_type="bbox", box_coordinates=area)
            x, y = point_for(number // 3, corners)
            said = (x / WIDTH, y / HEIGHT) if number % 5 == 0 else (x, y)  # ratios are told by their size
            if number % 5 == 0:
                x, y = said[0] * WIDTH, said[1] * HEIGHT
            right = corners[0] <= x <= corners[2] and corners[1] <= y <= corners[3]
            verdicts[key] = "correct" if right else "wrong"
            predictions.append({"id": id, "answer": f"[{said[0]}, {said[1]}]"})
            classes["text_matching"].append(id)
        items.append(item)
    write("OSWorld-G/OSWorld-G.json", items)
    write("OSWorld-G/OSWorld-G_refined.json", [dict(item, instruction="the thing beside it") for item in items[:5]])
    write("OSWorld-G/classification_result.json", {"classified": classes})
    write("OSWorld-G/predictions.jsonl", predictions, lines=True)
    return {"verdicts": verdicts}


def labels():
    """Words to find on the pictures of real programs, as ScreenSpot would ask for them; and two icons without words."""
    items = []
    for scene, icon in (("scene", [600, 32, 16, 16]), ("office", [600, 32, 16, 16]), ("tools", [1154, 37, 20, 20])):
        listing = json.load(open(os.path.join(HERE, f"../grounding/{scene}.json")))["labels"]
        texts = [label["text"].lower() for label in listing]
        unique = [l for l in listing if texts.count(l["text"].lower()) == 1 and sum(c.isalpha() for c in l["text"]) > 4]
        for label in unique[::max(1, len(unique) // 6)][:6]:
            items.append({
                "img_filename": f"{scene}.png", "bbox": label["box"], "instruction": label["text"], "data_type": "text",
                "data_source": "linux"})
        items.append({
            "img_filename": f"{scene}.png", "bbox": icon, "instruction": "make the window smaller",
            "data_type": "icon", "data_source": "linux"})
    write("labels/screenspot_desktop.json", items)


expected = {
    "ScreenSpot": screenspot("ScreenSpot", ""), "ScreenSpot-v2": screenspot("ScreenSpot-v2", "_v2"),
    "ScreenSpot-Pro": screenspot_pro(), "OSWorld-G": osworld_g()}
write("expected.json", expected)
png(os.path.join(HERE, "shot.png"), WIDTH, HEIGHT)
labels()
