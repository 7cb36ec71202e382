"""Writes cases.json: random JSON schemas, each with values that fit and values that do not, as jsonschema judges them.

    python3 -m pip install -r requirements.txt
    python3 make_cases.py

Kept out are only the forms that answers are documented not to take: numbers of more than 18 digits before the point or
17 after it, integers with an exponent, and half surrogate pairs. Patterns keep to what Python and ECMA-262 read alike.
"""

import copy
import json
import pathlib
import random

from jsonschema import Draft202012Validator

SEED = 20260521
SCHEMAS = 320
WORDS = ["name", "total", "x", "y", "id", "Größe", "日付", "a b", "quote\"d", "back\\slash", "e\u0301", "\u00e9", "😀"]
TEXTS = ["", "a", "ab", "Zürich", "日本語のテキスト", "line\nbreak", "tab\t", "\"", "\\", "/", "😀😃", "é", "e\u0301",
         "null", "12", "\u0001", "\u2028", "a" * 20, "2026-11-21", "AB-12", "foo@bar.example"]
PATTERNS = ["^[a-z]+$", "^\\d{4}-\\d{2}-\\d{2}$", "^(yes|no)$", "[A-Z]{2}", "^.{0,3}$", "^[^\\s@]+@[^\\s@]+$",
            "^$", "a|b", "^(a(b|c)*)?$", "^[\\u00e0-\\u00ff]{1,4}$", "\\.", "x{2,3}y?"]


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def number(self):
        r = self.random
        return r.choice([
            lambda: r.randint(-3, 12), lambda: r.randint(-1000, 1000), lambda: r.choice([0, 1, -1, 10, 100]),
            lambda: r.randint(-10, 10) / 4, lambda: r.choice([0.1, 2.5, -0.75, 99.99, 1.0]),
            lambda: r.randint(-10**12, 10**12),
        ])()

    def text(self):
        r = self.random
        if r.random() < 0.5:
            return r.choice(TEXTS)
        return "".join(r.choice("abzAZ09 -_.\"\\éß日😀\n") for _ in range(r.randint(0, 6)))

    def value(self, depth=0):
        r = self.random
        kind = r.randint(0, 6 if depth < 2 else 4)
        if kind == 0:
            return None
        if kind == 1:
            return r.random() < 0.5
        if kind in (2, 3):
            return self.number()
        if kind == 4:
            return self.text()
        if kind == 5:
            return [self.value(depth + 1) for _ in range(r.randint(0, 3))]
        return {r.choice(WORDS): self.value(depth + 1) for _ in range(r.randint(0, 3))}

    def schema(self, depth=0):
        r = self.random
        kinds = ["integer", "number", "string", "enum", "const", "boolean", "null", "types", "any"]
        if depth < 3:
            kinds += ["object", "array", "tuple", "anyOf", "object", "array", "ref"]
        kind = r.choice(kinds)
        schema = getattr(self, "make_" + kind)(depth)
        if r.random() < 0.1 and isinstance(schema, dict):
            schema["description"] = "says nothing about what fits"
        return schema

    def bounds(self, integer):
        r = self.random
        schema = {}
        low = r.randint(-50, 50) if integer or r.random() < 0.5 else r.randint(-200, 200) / 8
        if r.random() < 0.5:
            schema[r.choice(["minimum", "exclusiveMinimum"])] = low
        if r.random() < 0.5:
            schema[r.choice(["maximum", "exclusiveMaximum"])] = low + r.choice([2, 3, 10, 1300])
        if integer and r.random() < 0.15:
            schema["multipleOf"] = r.choice([2, 5, 10])
        return schema

    def make_integer(self, depth):
        return {"type": "integer", **self.bounds(True)}

    def make_number(self, depth):
        return {"type": "number", **self.bounds(False)}

    def make_string(self, depth):
        r = self.random
        schema = {"type": "string"}
        if r.random() < 0.4:
            schema["pattern"] = r.choice(PATTERNS)
        if r.random() < 0.25:
            schema["minLength"] = r.randint(0, 3)
        if r.random() < 0.25:
            schema["maxLength"] = r.randint(3, 8)
        return schema

    def make_enum(self, depth):
        return {"enum": [self.value(1) for _ in range(self.random.randint(1, 5))]}

    def make_const(self, depth):
        return {"const": self.value(1)}

    def make_boolean(self, depth):
        return self.random.choice([{"type": "boolean"}, True])

    def make_null(self, depth):
        return {"type": "null"}

    def make_any(self, depth):
        return {}

    def make_types(self, depth):
        r = self.random
        kinds = r.sample(["null", "boolean", "integer", "number", "string", "array", "object"], r.randint(1, 4))
        return {"type": kinds, **(self.bounds(True) if r.random() < 0.5 else {})}

    def make_object(self, depth):
        r = self.random
        names = r.sample(WORDS, r.randint(0, 4))
        schema = {"type": "object", "properties": {name: self.schema(depth + 1) for name in names}}
        schema["required"] = [name for name in names if r.random() < 0.5]
        if r.random() < 0.6:
            schema["additionalProperties"] = r.choice([False, False, False, self.schema(depth + 2)])
        if r.random() < 0.1:
            del schema["type"]
        return schema

    def make_array(self, depth):
        r = self.random
        schema = {"type": "array"}
        if r.random() < 0.9:
            schema["items"] = self.schema(depth + 1)
        if r.random() < 0.3:
            schema["minItems"] = r.randint(0, 2)
        if r.random() < 0.3:
            schema["maxItems"] = r.randint(2, 4)
        return schema

    def make_tuple(self, depth):
        r = self.random
        schema = {"type": "array", "prefixItems": [self.schema(depth + 1) for _ in range(r.randint(1, 3))]}
        if r.random() < 0.5:
            schema["items"] = r.choice([False, self.schema(depth + 2)])
        return schema

    def make_anyOf(self, depth):
        return {"anyOf": [self.schema(depth + 1) for _ in range(self.random.randint(1, 3))]}

    def make_ref(self, depth):
        return {"$ref": "#/$defs/" + self.random.choice(["leaf", "tree"])}

    # Values that tend to fit.

    def fitting(self, schema, root, depth=0):
        r = self.random
        if isinstance(schema, bool) or r.random() < 0.05:
            return self.value()
        if "$ref" in schema:
            return self.fitting(root["$defs"][schema["$ref"].split("/")[-1]], root, depth)
        if "anyOf" in schema:
            return self.fitting(r.choice(schema["anyOf"]), root, depth)
        if "enum" in schema:
            return copy.deepcopy(r.choice(schema["enum"]))
        if "const" in schema:
            return copy.deepcopy(schema["const"])
        kinds = schema.get("type", "object" if "properties" in schema else None)
        kind = r.choice(kinds) if isinstance(kinds, list) else kinds
        if kind in ("integer", "number"):
            low = schema.get("minimum", schema.get("exclusiveMinimum"))
            high = schema.get("maximum", schema.get("exclusiveMaximum"))
            low = low if low is not None else (high - 20 if high is not None else -20)
            high = high if high is not None else low + 20
            if kind == "integer" or r.random() < 0.4:
                value = r.randint(int(low), max(int(low), int(high)))
                return float(value) if r.random() < 0.1 else value
            return round(r.uniform(low, high), r.randint(1, 4))
        if kind == "string":
            pool = ["2026-11-21", "yes", "no", "abc", "AB", "ab@c.d", "éà", "xxy", ".", "a", ""]
            return r.choice(pool) if "pattern" in schema else self.text()
        if kind == "boolean":
            return r.random() < 0.5
        if kind == "null":
            return None
        if kind == "array":
            first = schema.get("prefixItems", [])
            count = r.randint(schema.get("minItems", 0), schema.get("maxItems", len(first) + 2))
            rest = schema.get("items", True)
            if rest is False:
                count = min(count, len(first))
            if depth > 4:
                count = schema.get("minItems", 0)
            return [self.fitting(first[i] if i < len(first) else rest, root, depth + 1) for i in range(count)]
        if kind == "object":
            names = [n for n in schema.get("properties", {})
                     if n in schema.get("required", []) or (r.random() < 0.6 and depth < 5)]
            r.shuffle(names)
            value = {n: self.fitting(schema["properties"][n], root, depth + 1) for n in names}
            more = schema.get("additionalProperties", True)
            if more is not False and r.random() < 0.3:
                value[r.choice(WORDS + ["other"])] = self.fitting(more, root, depth + 1)
            return value
        return self.value()


def root_schema(maker):
    schema = maker.schema()
    while not isinstance(schema, dict):
        schema = maker.schema()
    schema["$defs"] = {
        "leaf": maker.schema(3),
        "tree": {"type": "object", "properties": {"v": {"type": "integer"}, "next": {"$ref": "#/$defs/tree"},
                 "all": {"type": "array", "items": {"$ref": "#/$defs/tree"}, "maxItems": 2}}, "required": ["v"],
                 "additionalProperties": False},
    }
    return schema


def writings(value, maker):
    r = maker.random
    return json.dumps(value, **r.choice([
        {}, {"ensure_ascii": False}, {"ensure_ascii": False, "separators": (",", ":")},
        {"ensure_ascii": False, "indent": 2}, {"ensure_ascii": False, "indent": 4},
    ]))


def main():
    maker = Maker(SEED)
    cases = []
    while len(cases) < SCHEMAS:
        schema = root_schema(maker)
        Draft202012Validator.check_schema(schema)
        validator = Draft202012Validator(schema)
        valid, invalid = [], []
        for _ in range(60):
            value = maker.fitting(schema, schema)
            (valid if validator.is_valid(value) else invalid).append(writings(value, maker))
        for _ in range(6):
            value = maker.value()
            (valid if validator.is_valid(value) else invalid).append(writings(value, maker))
        valid, invalid = sorted(set(valid))[:10], sorted(set(invalid))[:6]
        if not valid:
            continue
        cases.append({"schema": json.dumps(schema, ensure_ascii=False), "valid": valid, "invalid": invalid})
    path = pathlib.Path(__file__).parent / "cases.json"
    path.write_text(json.dumps(cases, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(len(cases), "schemas", sum(len(c["valid"]) for c in cases), "valid",
          sum(len(c["invalid"]) for c in cases), "invalid", path.stat().st_size, "bytes")


main()
