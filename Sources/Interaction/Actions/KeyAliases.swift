extension Key {
    /// Names that people, xdotool scripts and models use, in lower case, and the keysym each stands for.
    package static let aliases: [String: String] = [
        "ctrl": "Control_L", "control": "Control_L", "shift": "Shift_L", "alt": "Alt_L", "option": "Alt_L",
        "altgr": "ISO_Level3_Shift", "super": "Super_L", "win": "Super_L", "windows": "Super_L", "cmd": "Super_L",
        "command": "Super_L", "meta": "Super_L", "hyper": "Hyper_L",
        "enter": "Return", "return": "Return", "esc": "Escape", "escape": "Escape", "tab": "Tab",
        "backspace": "BackSpace", "back": "BackSpace", "del": "Delete", "delete": "Delete", "ins": "Insert",
        "insert": "Insert", "space": "space", "spacebar": "space", "home": "Home", "end": "End",
        "pageup": "Page_Up", "page_up": "Page_Up", "pgup": "Page_Up", "prior": "Page_Up",
        "pagedown": "Page_Down", "page_down": "Page_Down", "pgdn": "Page_Down", "pgdown": "Page_Down",
        "next": "Page_Down",
        "up": "Up", "down": "Down", "left": "Left", "right": "Right",
        "arrowup": "Up", "arrowdown": "Down", "arrowleft": "Left", "arrowright": "Right",
        "capslock": "Caps_Lock", "caps_lock": "Caps_Lock", "numlock": "Num_Lock", "num_lock": "Num_Lock",
        "printscreen": "Print", "prtsc": "Print", "print": "Print", "menu": "Menu", "pause": "Pause",
        "+": "plus", "-": "minus", "=": "equal", ",": "comma", ".": "period", "/": "slash", "\\": "backslash",
        ";": "semicolon", ":": "colon", "'": "apostrophe", "\"": "quotedbl", "`": "grave", "[": "bracketleft",
        "]": "bracketright", "(": "parenleft", ")": "parenright", "<": "less", ">": "greater", "*": "asterisk",
        "_": "underscore", "?": "question", "!": "exclam", "#": "numbersign", "@": "at", "&": "ampersand",
        "%": "percent", "$": "dollar", "^": "asciicircum", "~": "asciitilde", "|": "bar", "{": "braceleft",
        "}": "braceright",
        "f1": "F1", "f2": "F2", "f3": "F3", "f4": "F4", "f5": "F5", "f6": "F6", "f7": "F7", "f8": "F8", "f9": "F9",
        "f10": "F10", "f11": "F11", "f12": "F12",
    ]
}
