"""Writes cases.json and files.zip: inputs of metrics, and what OSWorld's own functions say of each.

    python3 -m venv v && v/bin/pip install -r requirements.txt && v/bin/pip install --no-deps desktop-env==1.0.2
    v/bin/python make.py

Run by hand when a metric is added; tests read what it wrote. The packages are named in requirements.txt; desktop-env itself
wants many more, of which those that only models and sound need are left out (published.py)."""

import itertools
import json
import os
import tempfile
import zipfile

import accessibility
import looks
import office
import pictures
import pivots
import programs
import published
import slides
import texts

HERE = os.path.dirname(os.path.abspath(__file__))


class Cases:
    """The inputs, and the files among them by their names."""

    def __init__(self):
        self.list = []
        self.files = {}
        self.numbers = itertools.count(1)

    def file(self, suffix, contents):
        """A file that a case may name; equal ones are kept once."""
        if isinstance(contents, str):
            contents = contents.encode()
        for name, other in self.files.items():
            if other == contents and name.endswith(suffix):
                return {"file": name}
        name = f"{next(self.numbers)}{suffix}"
        self.files[name] = contents
        return {"file": name}

    def add(self, metric, result, expected=None, options=None, note=None):
        """`result` and `expected` are {"file": NAME}, {"files": [NAME…]}, {"output": TEXT}, {"value": JSON} or
        {"missing": NAME}."""
        case = {"metric": metric, "result": result}
        case.update({key: value for key, value in
                     [("expected", expected), ("options", options), ("note", note)] if value is not None})
        self.list.append(case)


def argument(evidence, folder):
    if "file" in evidence:
        return os.path.join(folder, evidence["file"])
    if "files" in evidence:
        return [os.path.join(folder, name) for name in evidence["files"]]
    if "missing" in evidence:
        return None
    return evidence["output"] if "output" in evidence else evidence["value"]


def main():
    cases = Cases()
    for module in [texts, office, pictures, slides, pivots, programs, looks, accessibility]:
        module.add(cases)
    functions = published.load()
    with tempfile.TemporaryDirectory() as folder:
        for name, contents in cases.files.items():
            with open(os.path.join(folder, name), "wb") as file:
                file.write(contents)
        for case in cases.list:
            arguments = [argument(case[key], folder) for key in ["result", "expected"] if key in case]
            case["answer"] = published.answer(functions[case["metric"]], arguments, case.get("options", {}))
    with open(os.path.join(HERE, "cases.json"), "w") as file:
        file.write("[\n" + ",\n".join(json.dumps(case) for case in cases.list) + "\n]\n")
    with zipfile.ZipFile(os.path.join(HERE, "files.zip"), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in cases.files.items():
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, contents)
    print(len(cases.list), "cases,", sum(str(case["answer"]).startswith("raises") for case in cases.list), "raise")


if __name__ == "__main__":
    main()
