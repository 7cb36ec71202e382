import Interaction
import JSON

/// The names of keys in other libraries that are not those of X11 nor of people: pyautogui's, and JavaScript's.
enum KeyWords {
    private static let names: [String: String] = [
        "ctrlleft": "Control_L", "ctrlright": "Control_R", "controlleft": "Control_L", "controlright": "Control_R",
        "shiftleft": "Shift_L", "shiftright": "Shift_R", "altleft": "Alt_L", "altright": "Alt_R", "winleft": "Super_L",
        "winright": "Super_R", "optionleft": "Alt_L", "optionright": "Alt_R", "apps": "Menu", "contextmenu": "Menu",
        "prntscrn": "Print", "prtscr": "Print", "scrolllock": "Scroll_Lock", "\n": "Return", "\r": "Return",
        "\t": "Tab", " ": "space", "divide": "KP_Divide", "multiply": "KP_Multiply", "add": "KP_Add",
        "subtract": "KP_Subtract", "decimal": "KP_Decimal", "num0": "KP_0", "num1": "KP_1", "num2": "KP_2",
        "num3": "KP_3", "num4": "KP_4", "num5": "KP_5", "num6": "KP_6", "num7": "KP_7", "num8": "KP_8", "num9": "KP_9",
        "volumeup": "XF86AudioRaiseVolume", "volumedown": "XF86AudioLowerVolume", "volumemute": "XF86AudioMute",
    ]

    /// The key that a word names.
    static func key(_ word: String) -> Key { Key(names[word.lowercased()] ?? word) }

    /// The keys of a chord whose parts stand between any of `separators`; a plus sign alone is a key.
    ///
    /// - Throws: for a chord without a key.
    static func chord(_ text: String, separators: [Character] = ["+", " "], field: String) throws(ActionTextError)
        -> [Key]
    {
        if let only = names[text.lowercased()] { return [Key(only)] }
        if text == "+" { return [Key("plus")] }
        var parts = text.split { separators.contains($0) }.map(String.init)
        if text.hasSuffix("++") { parts.append("plus") }
        guard !parts.isEmpty, parts.count <= 16, parts.allSatisfy({ $0.count <= 40 }) else {
            throw .unsuitable(
                field: field, problem: "'\(text.shortened)' names no keys; expected a chord such as ctrl+s")
        }
        return parts.map(key)
    }

    /// The keys that words name, each a key or a chord, in capitals or not: a letter is the key, without Shift.
    static func keys(_ words: [String], field: String) throws(ActionTextError) -> [Key] {
        var keys: [Key] = []
        for word in words {
            keys += try chord(word, separators: ["+"], field: field).map { key in
                key.name.count == 1 ? Key(key.name.lowercased()) : key
            }
        }
        guard !keys.isEmpty else {
            throw .unsuitable(field: field, problem: "no keys are named; expected at least one")
        }
        return keys
    }

    /// Keys that may be held during a click.
    static func modifiers(_ words: [String], field: String) throws(ActionTextError) -> [Key] {
        guard !words.isEmpty else { return [] }
        let keys = try keys(words, field: field)
        guard keys.allSatisfy(\.isModifier) else {
            throw .unsuitable(field: field, problem: "only modifier keys can be held during it, such as ctrl and shift")
        }
        return keys
    }
}

extension [Key] {
    /// The keys' names as people write them, in lower case, with `separator` between them.
    func written(_ separator: String) -> String { map(\.written).joined(separator: separator) }
}

extension Key {
    /// The name as people write it: `ctrl` for `Control_L`.
    var written: String {
        let words = [
            "Control_L": "ctrl", "Shift_L": "shift", "Alt_L": "alt", "Super_L": "super", "Return": "enter",
            "Escape": "esc", "BackSpace": "backspace", "Page_Up": "pageup", "Page_Down": "pagedown",
        ]
        return words[name] ?? (name.count > 1 && Key(name.lowercased()) == self ? name.lowercased() : name)
    }
}
