"""Cases of texts, of values, and of files of text."""

import sqlite3
import os
import tempfile

NFC, NFD, OHM, OMEGA = "caf\u00e9", "cafe\u0301", "\u2126", "\u03a9"


def rule(**rules):
    return {"value": rules}


def output(text):
    return {"output": text}


def add(cases):
    plain(cases)
    lists(cases)
    files(cases)
    tables(cases)
    structured(cases)
    yaml(cases)
    settings(cases)
    databases(cases)


def plain(cases):
    pairs = [("a", "a"), ("a", "A"), ("", ""), ("a", ""), (NFC, NFD), (NFD, NFD), (OHM, OMEGA), (" a", "a"),
             ("\u212b", "\u00c5"), ("\U0001F44D\U0001F3FD", "\U0001F44D"), ("a\r\nb", "a\nb"), ("0.10", "0.1")]
    for one, two in pairs:
        cases.add("exact_match", output(one), rule(expected=two))
        cases.add("literal_match", output(one), output(two))
        cases.add("fuzzy_match", output(one), rule(expected=two))
        cases.add("check_include_exclude", output(one), rule(include=[two], exclude=[]))
        cases.add("check_include_exclude", output(one), rule(include=[], exclude=[two]))
    for one, two in [("kitten", "sitting"), ("the quick brown fox", "the quick brown dog"), ("abc", "xyz"),
                     ("éa", "e\u0301a"), ("日本語", "日本"), ("a" * 500, "a" * 499 + "b"), ("ab" * 40, "ba" * 40)]:
        cases.add("fuzzy_match", output(one), rule(expected=two))
    for value, wanted in [(True, True), (True, 1), (1, 1.0), (1, "1"), (None, None), ([1, 2], [1, 2]), ([1], [1, 2]),
                          ({"a": 1, "b": 2}, {"b": 2, "a": 1}), ({"a": True}, {"a": 1}), (False, 0), (0, None)]:
        cases.add("exact_match", {"value": value}, rule(expected=wanted))
        cases.add("literal_match", {"value": value}, {"value": wanted})
    for one, two in [(["A", 1], ["a", "1"]), (["a", "b"], ["b", "a"]), ([], []), (["a"], ["a", "b"]), ([True], ["True"])]:
        for ignore in [False, True]:
            cases.add("literal_match", {"value": one}, {"value": two}, {"type": "list", "ignore_case": ignore})
    for one, two in [("ABC", "abc"), ("STRASSE", "straße"), ("ΟΔΟΣ", "οδος"), ("ΣΣ", "σς"), ("İ", "i\u0307")]:
        cases.add("literal_match", output(one), output(two), {"ignore_case": True})
    clock = "a\nb\nc\n                Time zone: {}\nd"
    for zone in ["Etc/UTC (UTC, +0000)", "Europe/Berlin (CET, +0100)"]:
        cases.add("is_utc_0", output(clock.format(zone)))
    cases.add("is_utc_0", output("one line"))


def lists(cases):
    for result, expected in [("a", ["a", "b"]), ("c", ["a", "b"]), (NFC, [NFD]), ("a", "bab"), (NFD, "x" + NFC)]:
        cases.add("match_in_list", output(result), rule(expected=expected))
    for result, expected in [(["a", "b"], "a"), (["a"], "c"), ([1, 2], 2), ([1], True), ([NFC], NFD), ([["a"]], ["a"])]:
        cases.add("is_in_list", {"value": result}, rule(expected=expected))
    for result, expected in [("xay", "a"), (NFC, NFD), (NFD, "e")]:
        cases.add("is_in_list", output(result), rule(expected=expected))
    for text, address in [("one\ntwo\n", ["^one$", "wo"]), ("one\n", ["two"]), (NFC + "\n", [NFD]), ("x", [r"\d"]),
                          ("line 42\n", [r"\bline \d+$"]), ("", ["^$"]), ("\n", ["^$"]), ("a b\n", [r"a\sb\s"]),
                          ("٣\n", [r"^\d$"]), ("aa\n", [r"(?P<l>a)(?P=l)"]), ("end", [r"end\Z"]), ("end\n", [r"end\Z"])]:
        cases.add("check_list", cases.file(".txt", text), rule(expect=address))
        cases.add("check_list", cases.file(".txt", text), rule(unexpect=address))
    for url, patterns in [("https://a.org/x?y=1", ["a\\.org", "y=1"]), ("https://a.org", ["b"]), ("", ["a"])]:
        cases.add("is_expected_url_pattern_match", output(url), rule(expected=patterns))
        cases.add("is_expected_url_pattern_match", {"value": {"url": url}}, rule(expected=patterns))
    for kind in ["contain", "not_contain"]:
        for wanted in ["python", "ruby"]:
            cases.add("is_extension_installed", output("ms.python\nx.y\n"), rule(type=kind, expected=wanted))
    children = {"type": "directory", "name": "d", "children": [{"type": "file", "name": "a"}, {"type": "file", "name": "b"}]}
    for names in [["a", "b"], ["b", "a"], ["a"], ["a", "c"]]:
        cases.add("check_moved_jpgs", {"value": children}, rule(expected=names))
    for one, two in [((8, 9), (8, 9)), ((8, 9), (9, 8))]:
        cases.add("is_vlc_fullscreen", {"value": {"width": one[0], "height": one[1]}},
                  {"value": {"width": two[0], "height": two[1]}})


def files(cases):
    pairs = [("a\n", "a\n"), ("a\n", "a"), ("a\r\nb\r\n", "a\nb\n"), ("a\rb", "a\nb"), (NFC, NFD), ("A b", "a  B"),
             ("a\u00a0b", "a b"), ("a\tb\n\nc ", "a b c"), ("\ufeffa", "a"), ("\ufeffa", "\ufeffa"), ("a\x1cb", "a b"),
             ("a\u2028b", "a b"), ("", ""), ("ΟΔΟΣ", "οδος"), ("one\ntwo\nthree\n", "one\n2\nthree\n")]
    for one, two in pairs:
        found, gold = cases.file(".txt", one), cases.file(".txt", two)
        cases.add("compare_text_file", found, gold)
        cases.add("compare_text_file", found, gold, {"ignore_blanks": True, "ignore_case": True})
        cases.add("diff_text_file", found, gold)
        cases.add("compare_result_files", found, gold)
        cases.add("compare_config", found, rule(expected=two))
    for lines in [3, 50, 250]:
        one = "".join(f"line {n}\n" for n in range(lines))
        two = "".join(f"line {n}{'!' if n % 7 == 0 else ''}\n" for n in range(lines))
        cases.add("diff_text_file", cases.file(".txt", one), cases.file(".txt", two))
    repeated = "".join(["x\n" if n % 3 else f"{n}\n" for n in range(300)])
    cases.add("diff_text_file", cases.file(".txt", repeated), cases.file(".txt", repeated[6:]))
    cases.add("diff_text_file", cases.file(".txt", "a\x0cb\x1dc\n"), cases.file(".txt", "a\nb\nc\n"))
    latin = "caf\u00e9\n".encode("latin-1")
    cases.add("compare_text_file", cases.file(".txt", latin), cases.file(".txt", "caf\u00e9\n"))
    cases.add("compare_text_file", cases.file(".txt", latin), cases.file(".txt", latin))
    cases.add("diff_text_file", cases.file(".txt", latin), cases.file(".txt", latin))
    for one, two in [("42", "42"), ("the answer is 42", "42"), ("42.00001", "42"), ("42.1", "42"), ("1e2", "100"),
                     ("1_000", "1000"), ("0x10", "16"), ("abc", "abc"), ("abc", "42"), ("nan", "nan"), ("٤٢", "42")]:
        cases.add("compare_result_files", cases.file(".txt", one), cases.file(".txt", two))
    for text, parts in [("one two", ["one", "two"]), ("one", ["two"]), (NFC, [NFD]), (latin, ["caf"])]:
        cases.add("file_contains", cases.file(".txt", text), rule(expected=parts))
    for text, count in [("12:30:59\nx\n23:59:60\n", 2), ("24:00:00\n", 0), ("12:30:59 13:00:00\n", 1), ("a\n", "0")]:
        cases.add("check_line_number", cases.file(".txt", text), rule(expected=count))
    for metric, expected in [("compare_text_file", cases.file(".txt", "a")), ("file_contains", rule(expected=["a"])),
                             ("check_csv", rule(expect=[])), ("check_list", rule(expect=["a"]))]:
        cases.add(metric, {"missing": "gone.txt"}, expected)


def tables(cases):
    pairs = [("a,b\n1,2\n", "a,b\n1,2\n"), ("a,b\n1,2\n", "a,b\n1,3\n"), ("A,b \n", "a,b\n"), (NFC + ",1\n", NFD + ",1\n"),
             ("a\r\nb\r\n", "a\nb"), ("a\x0cb\n", "a\nb\n"), ("\ufeffa\n", "a\n"), ("", ""), ("a\n\n", "a\n")]
    for one, two in pairs:
        for options in [{}, {"strict": False}, {"strict": False, "ignore_case": True}]:
            cases.add("compare_csv", cases.file(".csv", one), cases.file(".csv", two), options)
    text = "name,city\nJosé,Málaga\n"
    encodings = {name: text.encode(name) for name in ["utf-8", "latin-1", "utf-8-sig", "utf-16"]}
    for one in encodings.values():
        for two in encodings.values():
            cases.add("compare_csv", cases.file(".csv", one), cases.file(".csv", two))
    both = [cases.file(".csv", "x\n")["file"], cases.file(".csv", "a,b\n1,2\n")["file"]]
    cases.add("compare_csv", cases.file(".csv", "a,b\n1,2\n"), {"files": both})
    csv = 'name,note,n\n"Ada, L.","two\nlines",1\n"say ""hi""",,2\nshort\nBob,x,3,extra\n\nJos\u00e9,q"uo"te,4\n"a"b,c,5\n'
    found = cases.file(".csv", csv)
    for record in [{"name": "Ada, L."}, {"note": "two\nlines"}, {"name": 'say "hi"', "n": "2"}, {"name": "short", "note": ""},
                   {"name": "Bob", "n": "3"}, {"name": "Jos\u00e9"}, {"name": "Jose\u0301"}, {"note": 'q"uo"te'},
                   {"name": "ab"}, {"city": "x"}, {"n": 1}, {}]:
        cases.add("check_csv", found, rule(expect=[record]))
        cases.add("check_csv", found, rule(unexpect=[record]))
    cases.add("check_csv", cases.file(".csv", text.encode("latin-1")), rule(expect=[{"name": "Jos\u00e9"}]))
    cases.add("check_csv", cases.file(".csv", "a,a\n1,2\n"), rule(expect=[{"a": "2"}]))


METHODS = [("eq", 3), ("ne", 3), ("le", 3), ("lt", 3), ("ge", 3), ("gt", 3), ("approx:0.1", 3), ("range.te", [3, 5]),
           ("range.et", [3, 5]), ("re", "^a.c$"), ("re.S", "^a.c$"), ("re.I.S", "A.C"), ("str_list_eq", ["a", "b"]),
           ("str_set_eq", ["b", "a"])]
VALUES = [3, 3.05, 2, 5, "3", "3.02", "abc", "a\nc", "'a,b'", "b,a", True, None, [3], {"x": 3}]


def structured(cases):
    import json
    for method, reference in METHODS:
        for value in VALUES:
            for kind in ["expect", "unexpect"]:
                cases.add("check_json", cases.file(".json", json.dumps({"v": value})),
                          rule(**{kind: [{"key": ["v"], "method": method, "ref": reference}]}))
    deep = json.dumps({"a": {"b": [1, {"c": 2}]}, "s": "text", "n": None})
    for key, reference in [(["a", "b", 0], 1), (["a", "b", 1, "c"], 2), (["a", "b", -1, "c"], 2), (["a", "b", 9], 1),
                           (["a", "x"], 1), (["s", 0], "t"), (["n", "x"], 1), ([], 1), (["a", 0], 1), (["a", "b", "0"], 1)]:
        for kind in ["expect", "unexpect"]:
            cases.add("check_json", cases.file(".json", deep), rule(**{kind: [{"key": key, "method": "eq", "ref": reference}]}))
    documents = ['{"v": 1, "v": 3}', '{"v": NaN}', '{"v": Infinity}', '{"v": -Infinity}', '{"v": 3}\n\n', ' {"v":3}', '\ufeff{"v": 3}',
                 '{"v": 03}', '{"v": 3.}', '{"v": +3}', "{'v': 3}", '{"v": 3,}', '{"v": 3} x', '', '[3]', '{"v": 3e0}',
                 '{"\\u0076": 3}', '{"v": 1e999}', '{"v": 3, "w": "\\ud800"}', '{"v": 3, "w": "a\tb"}', '{"v": 3, // c\n "w": 1}',
                 '{"v": ' + "[" * 40 + "]" * 40 + '}', '{"v": 3, "w": ' + "[" * 200 + "]" * 200 + '}', '{"v": ' + "[" * 5000, "null",
                 '{"v": 3, "w": ' + "[" * 100000 + "]" * 100000 + '}', '{"v": 9007199254740993}', '{"v": True}', '{"e\u0301": 1, "v": 3}']
    for text in documents:
        cases.add("check_json", cases.file(".json", text), rule(expect=[{"key": ["v"], "method": "eq", "ref": 3}]))
        cases.add("check_json", cases.file(".json", text), rule(unexpect=[{"key": ["v"], "method": "gt", "ref": 5}]))
    for wanted in [{"a": 1}, {"a": True}, {"b": {"c": [1, "x"]}}, {"b": {"c": [1]}}, {"z": None}, {}, {"n": None}]:
        text = json.dumps({"a": 1, "b": {"c": [1, "x"]}, "n": None})
        cases.add("check_json_settings", cases.file(".json", text), rule(expected=wanted))
        cases.add("check_direct_json_object", output(text), rule(expected=wanted))
        cases.add("check_direct_json_object", {"value": json.loads(text)}, rule(expected=wanted))
    cases.add("check_json_settings", cases.file(".json", '{"a": 1, "a": 2}'), rule(expected={"a": 2}))
    cases.add("check_json_settings", cases.file(".json", "[1]"), rule(expected={"a": 2}))
    found = {"text": "hello world", "list": ["a", "b"], "n": 3}
    for wanted in [{"text": "world"}, {"text": "moon"}, {"list": ["b", "z"]}, {"list": ["z"]}, {"text": ["hello world"]}, {"n": [3]},
                   {"list": "a"}, {"n": "3"}, {"n": 3}, {"gone": "x"}, {"text": "__EVALUATION_FAILED__"}]:
        cases.add("check_direct_json_object", {"value": found}, {"value": {"expected": wanted, "expect_in_result": True}})
    cases.add("check_direct_json_object", output(" {'a': 'b'}\n"), rule(expected={"a": "b"}))
    cases.add("check_direct_json_object", output("no json"), rule(expected={"a": "b"}))
    cases.add("check_direct_json_object", {"value": {"l": [2, 1]}}, rule(expected={"l": [1, 2], "ignore_list_order": True}))
    keys = '[{"key": "ctrl+j", "command": "x"}]'
    for text in [keys, "// yours\n" + keys, "a\nb\n" + keys, "{}", "// x\n{}", ""]:
        cases.add("check_json_keybindings", cases.file(".json", text), rule(expected={"command": "x", "key": "ctrl+j"}))


YAML = ["v: 3", "v: &x 3\nw: *x", "v: !!int '3'", "v: !!str 3", "v: 0o3", "v: 03", "v: 0x3", "v: 0b11", "v: 3_0", "v: 1:30", "v: 1:30.5",
        "v: +3", "v: 3.", "v: .3e1", "v: 3e0", "v: 3.0e+0", "v: .inf", "v: .NaN", "v: yes", "v: Off", "v: y", "v: ~", "v:", "v: null",
        "v: 2024-01-02", "v: 2024-01-02 03:04:05", '"v": 3', "'v': 3", '"\\u0076": 3', '"\\x76": 3', "v: 3\n...\n", "---\nv: 3\n",
        "---\nv: 1\n---\nv: 3\n", "v: 1\nv: 3", "<<: {v: 3}", "a: &a {v: 3}\n<<: *a", "a: &a {v: 1}\n<<: *a\nv: 3", "v: [1,\n  2]", "{v: 3}",
        "{v: 3,\n w: 4}", "v: >\n  a\n  b\n", "v: |+\n  a\n\n", "v: a\n  b", "v: 'it''s'", "# c\nv: 3 # d", "v: 3#4", "? v\n: 3",
        "v: a: b", "v: [1", "v: @x", "v: *gone", "v: !mine 3", "\tv: 3", "v: !!float 3", "v: !!bool yes", "v: !!null ''", "v: 3\n w: 4",
        "%YAML 1.1\n---\nv: 3", "v: =", "- 3", "3", "", "v: !!binary AAEC", "v: !!set {a, b}", "v: -0", "v: 0.1e", "v: 1__0", "v: 0x_3",
        "1: 3", "yes: 3", "v: \"a\\\n   b\"", "v: 190:20:30", "v: 0o17", "v: 017", "v: 08", "v: +.inf", "v: -.INF", "v: 12e03", "v: 1.5e3"]


def yaml(cases):
    for text in YAML:
        for method, reference in [("eq", 3), ("re", "^.*[a-z0-9]"), ("gt", 2)]:
            cases.add("check_json", cases.file(".yaml", text),
                      rule(expect=[{"key": ["v"], "method": method, "ref": reference}]), {"is_yaml": True})
    for text, key in [("a: {b: [x, y]}", ["a", "b", 1]), ("- [a, y]", [0, 1]), ("a: &l [x, y]\nb: *l", ["b", 1]), ("caf\u00e9: y", [NFD]),
                      ("a:\n- y", ["a", 0]), ("deep: " + "[" * 60 + "y" + "]" * 60, ["deep"] + [0] * 60)]:
        cases.add("check_json", cases.file(".yaml", text), rule(expect=[{"key": key, "method": "eq", "ref": "y"}]), {"is_yaml": True})


def settings(cases):
    gimp = '# (theme "Dark")\n\n(theme "Light")\n(undo-levels 100)\n(color-management\n    (mode none))\n(a b "c")\n(x (y z))\n'
    found = cases.file(".rc", gimp)
    for key, value in [("theme", '"Light"'), ("theme", '"Dark"'), ("undo-levels", "100"), ("mode", "none"), (["a", "b"], '"c"'),
                       (["a", "c"], '"c"'), (["x", "(y"], "z"), ("gone", "1")]:
        cases.add("check_config_status", found, rule(key=key, value=value))
    cases.add("check_config_status", cases.file(".rc", "   \n(theme 1)\n"), rule(key="theme", value="1"))
    prefs = '// x\nuser_pref("a.b", true);\nuser_pref("n", 3);\nuser_pref("c", "x \\"y\\"");\n  user_pref("s", " t");\nuser_pref("n", 4);\nuser_pref("t",1);\n'
    found = cases.file(".js", prefs)
    for name, method, reference in [("a.b", "eq", True), ("n", "eq", 4), ("n", "eq", 3), ("c", "re", "^x"), ("gone", "eq", 1), ("s", "eq", " t"),
                                    ("t", "eq", 1), ("a.b", "eq", 1)]:
        for kind in ["expect", "unexpect"]:
            cases.add("check_thunderbird_prefs", found, rule(**{kind: {name: {"method": method, "ref": reference}}}))
    cases.add("check_thunderbird_prefs", cases.file(".js", 'user_pref("a", x);\n'), rule(expect={"a": {"method": "eq", "ref": 1}}))


def databases(cases):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "a.sqlite")
        connection = sqlite3.connect(path)
        connection.executescript("create table people (name text); insert into people values ('Ada'), ('Alan');")
        connection.close()
        with open(path, "rb") as file:
            contents = file.read()
    found = cases.file(".sqlite", contents)
    for query in ["select count(*) = 2 from people", "select count(*) = 3 from people", "select count(*) from people", "select nothing",
                  "select null", "select '1'", "select 'x'", "select 0.5", "select 1 where 0", "select name = 'ada' from people"]:
        cases.add("run_sqlite3", found, rule(sql=query))
    cases.add("run_sqlite3", cases.file(".sqlite", "no database" * 20), rule(sql="select count(*) from people"))
