"""Cases of programs' settings and output."""


def add(cases):
    settings = {
        "check_qt_bgcone": ("qt-bgcone", "expected_qt_bgcone", ["0", "1", "", " 1 "]),
        "check_qt_max_volume": ("qt-max-volume", "expected_qt_max_volume", ["200", "125", "0125"]),
        "check_qt_minimal_view": ("qt-minimal-view", "expected_qt_minimal_view", ["0", "1"]),
        "check_one_instance_when_started_from_file": ("one-instance-when-started-from-file", "expected_one_instance_when_started_from_file", ["0", "1"]),
        "check_global_key_play_pause": ("global-key-play-pause", "expected_global_key_play_pause", ["", "Space", "1", "0"]),
    }
    for metric, (key, rule, values) in settings.items():
        for value in values:
            for text in [f"{key}={value}\n", f"# A comment\n#{key}={value}\n", f"{key}={value}\n#{key}=7\n", f"[core]\r\n{key}={value}\r\n", f"{key} = {value}\n", f"x={key}={value}\n"]:
                for wanted in [0, 1, 200, "1"]:
                    cases.add(metric, cases.file("vlcrc", text), {"value": {rule: wanted}})
        cases.add(metric, cases.file("vlcrc", "x=1\n"), {"value": {rule: 1}})
        cases.add(metric, cases.file("vlcrc", "x=1\n"), {"value": {rule: 125}})
    for value in ["1;2;3", "99;99;99;0;0;0", "100;0;0", "1;2", "1;2;3;200", "", "a;b;c", "1; 2 ;3", "153;210;153;20;210;20;255;199;15;245;39;29"]:
        for text in [f"qt-slider-colours={value}\n", f"#qt-slider-colours={value}\n", "x=1\n"]:
            for rules in [{"type": "blackish"}, {"type": "match", "expected_qt_slider_colours": "1;2;3"}]:
                cases.add("check_qt_slider_colours", cases.file("vlcrc", text), {"value": rules})
    for line in ["input-record-path=/home/user/Desktop", "#input-record-path=/home/user/Desktop", "input-record-path=/home/user/Desktop/", "input-record-path = /home/user/Desktop ", "input-record-path=", "x=1"]:
        for rest in ["", "input-record-path=/home/user/Desktop\n"]:
            cases.add("is_vlc_recordings_folder", cases.file("vlcrc", f"[core]\n{line}\n{rest}"), {"value": {"recording_file_path": "/home/user/Desktop"}})
    wanted = {"value": {"expected": ["a.desktop", "b.desktop"]}}
    for text in ["['a.desktop', 'b.desktop']\n", "['b.desktop', 'a.desktop']", "['a.desktop']", "['a.desktop', 'a.desktop']", "['a.desktop', 'b.desktop', 'c.desktop']", "[]", "", "nothing"]:
        cases.add("check_gnome_favorite_apps", {"output": text}, wanted)
    for text in ["1.0\n", "1.25\n", "1.0000001", "2", "0.5", "", "large", "inf", "nan", " 3 "]:
        cases.add("check_text_enlarged", {"output": text})
