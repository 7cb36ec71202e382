package import Foundation
import Images
import Interaction
package import JSON

/// What a gate's file allows and denies.
///
/// The file is one JSON object. Every field is optional; a field that is not known, or of a wrong type, makes the whole
/// file invalid, and without a valid file nothing is allowed. What a field does not mention, it does not restrict.
///
/// ```json
/// {
///   "windows": [{ "title": "^Mousepad", "class": "Mousepad" }],
///   "regions": [[0, 0, 1280, 760]],
///   "chords": { "allow": ["ctrl+s", "Return"], "deny": ["ctrl+alt+Delete"] },
///   "text": { "allow": ["^[a-z .]*$"], "deny": ["sudo", "rm -rf"] },
///   "actions": ["left_click", "type", "key"],
///   "actions_per_minute": 60,
///   "irreversible": "ask"
/// }
/// ```
///
/// - `windows`: pointer actions may go only into such windows, and keys and text only to such a window when it is the
///   active one. `title` and `class` are regular expressions, found anywhere; a window has to fit both that are given,
///   and one entry of the list.
/// - `regions`: boxes `[x, y, width, height]` of the screen; every point of a pointer action has to lie in one. Where an
///   action names no point, the pointer's counts.
/// - `chords`: what is judged is which keys will go down, however they are spelled and whatever holds them: a chord, the keys
///   that text presses, keys that are already held. A denied chord is refused whenever all of its keys are down, in any
///   order and with any others; keys of the keypad, and the same key in another layout of the keyboard, count as it. An
///   allowed chord is exactly its keys. With `allow`, every chord has to be listed, and of the keys that text presses those
///   that make no character (`Return`, `Tab`).
/// - `text`: regular expressions for typed text, found anywhere in it, also for characters that are pressed as keys. With
///   `allow`, one has to fit; with `deny`, none may, also where text comes in pieces. `{{env:NAME}}` is judged as it is
///   written; the keys that it presses are judged by `chords`, without being told.
/// - `actions`: the names of the actions that are allowed at all.
/// - `actions_per_minute`: how many may be allowed in any sixty seconds, in each session.
/// - `irreversible`: `ask`, `deny` or `allow` acts that cannot be undone, or an object with that as `verdict` and further `words`
///   and `chords`; see ``IrreversibleRule``.
package struct GateRules: Sendable {
    var windows: [WindowRule]?
    var regions: [Box<ScreenSpace>]?
    var allowedChords: [KeyChord]?
    var deniedChords: [KeyChord] = []
    var allowedTexts: [TextPattern]?
    var deniedTexts: [TextPattern] = []
    var actions: Set<ActionName>?
    var actionsPerMinute: Int?
    var irreversible: IrreversibleRule?

    /// Reads the gate's file at a path, where one is given.
    ///
    /// - Throws: ``GateError`` when it cannot be read or is malformed: a run that was to be gated does not start without its
    ///   gate.
    package static func reading(file: URL?) throws(GateError) -> GateRules? {
        guard let file else { return nil }
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { throw .unreadable(file: file.path) }
        return try GateRules(parsing: text, file: file.path)
    }

    /// Reads a gate's file.
    ///
    /// - Throws: ``GateError`` with the file, the line and the field.
    package init(parsing text: String, file: String) throws(GateError) {
        do {
            try self.init(JSONFields(JSON(parsing: text)))
        } catch { throw .malformed(file: file, error) }
    }

    private init(_ fields: JSONFields) throws(JSONError) {
        try fields.onlyKnow(["windows", "regions", "chords", "text", "actions", "actions_per_minute", "irreversible"])
        windows = try fields.list("windows") { json, path throws(JSONError) in
            try WindowRule(JSONFields(json, path: path))
        }
        regions = try fields.list("regions") { json, path throws(JSONError) in try Box(json, path) }
        if let json = fields["chords"] {
            let chords = try JSONFields(json, path: [.name("chords")])
            try chords.onlyKnow(["allow", "deny"])
            allowedChords = try chords.list("allow", KeyChord.allowed)
            deniedChords = try chords.list("deny", KeyChord.denied) ?? []
        }
        if let json = fields["text"] {
            let texts = try JSONFields(json, path: [.name("text")])
            try texts.onlyKnow(["allow", "deny"])
            allowedTexts = try texts.list("allow", TextPattern.init(_:_:))
            deniedTexts = try texts.list("deny", TextPattern.init(_:_:)) ?? []
        }
        actions = try fields.list("actions") { json, path throws(JSONError) -> ActionName in
            guard case .string(let text) = json.value else {
                throw .field(
                    path: path, line: json.line, problem: "the name of an action is expected, not \(json.kind)")
            }
            guard let name = ActionName(rawValue: text) else {
                throw .field(path: path, line: json.line, problem: ActionName.unknown(text))
            }
            return name
        }.map(Set.init)
        actionsPerMinute = try fields.integer(
            "actions_per_minute", in: 1...100_000, expected: "a whole number from 1 to 100000")
        irreversible = try IrreversibleRule(fields)
    }
}

/// Which windows are meant.
struct WindowRule: Sendable {
    let title: TextPattern?
    let className: TextPattern?

    init(_ fields: JSONFields) throws(JSONError) {
        try fields.onlyKnow(["title", "class"])
        title = try fields["title"].map { json throws(JSONError) in
            try TextPattern(json, fields.path + [.name("title")])
        }
        className = try fields["class"].map { json throws(JSONError) in
            try TextPattern(json, fields.path + [.name("class")])
        }
        guard title != nil || className != nil else {
            throw .field(path: fields.path, line: fields.line, problem: "a window needs 'title' or 'class'")
        }
    }

    func fits(_ window: WindowInfo) -> Bool {
        if let title, title.isFound(in: window.title) != true { return false }
        guard let className else { return true }
        return className.isFound(in: window.className) == true || className.isFound(in: window.instance) == true
    }
}

/// A regular expression, known to be one.
struct TextPattern: Sendable {
    private let pattern: BoundedPattern
    /// How long a search may take. Titles and texts come from programs and policies, who may choose them so that it takes
    /// forever; the verdict is then that nothing can be determined.
    private static let patience = Duration.seconds(2)

    var source: String { pattern.source }

    init(_ json: JSON, _ path: [JSONPathPart]) throws(JSONError) {
        guard case .string(let source) = json.value else {
            throw .field(path: path, line: json.line, problem: "a regular expression is expected, not \(json.kind)")
        }
        do {
            pattern = try BoundedPattern(source.precomposedStringWithCanonicalMapping)
        } catch {
            throw .field(path: path, line: json.line, problem: "'\(source)' is not a valid regular expression")
        }
    }

    /// Whether it matches some part of `text`, however accents are composed; `nil` when that cannot be determined.
    func isFound(in text: String) -> Bool? {
        try? pattern.isFound(in: text.precomposedStringWithCanonicalMapping, before: .now + Self.patience)
    }
}

/// Why a gate's file cannot be used.
package enum GateError: Error, Hashable, Sendable, CustomStringConvertible {
    case malformed(file: String, JSONError)
    case unreadable(file: String)

    package var description: String {
        switch self {
        case .unreadable(let file): "the gate's file \(file) cannot be read; without its rules nothing is allowed"
        case .malformed(let file, let error): "the gate's file \(file): \(error)"
        }
    }
}

extension JSONFields {
    /// The items of the array under `name`, each read by `read`.
    fileprivate func list<Item>(
        _ name: String, _ read: (JSON, [JSONPathPart]) throws(JSONError) -> Item
    ) throws(JSONError) -> [Item]? {
        guard has(name) || names.contains(name) else { return nil }
        guard let json = self[name], case .array(let values) = json.value else {
            throw fault(at: name, "an array is expected")
        }
        var items: [Item] = []
        for (index, value) in values.enumerated() {
            items.append(try read(value, path + [.name(name), .index(index)]))
        }
        return items
    }
}

extension Box<ScreenSpace> {
    fileprivate init(_ json: JSON, _ path: [JSONPathPart]) throws(JSONError) {
        guard case .array(let items) = json.value, let numbers = JSON.numbers(items), numbers.count == 4,
            numbers.allSatisfy({ abs($0) <= 1_000_000 }), numbers[2] > 0, numbers[3] > 0
        else { throw .field(path: path, line: json.line, problem: "[x, y, width, height] is expected") }
        self.init(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }
}

extension KeyChord {
    fileprivate static func allowed(_ json: JSON, _ path: [JSONPathPart]) throws(JSONError) -> KeyChord {
        try KeyChord(json, path, denied: false)
    }

    fileprivate static func denied(_ json: JSON, _ path: [JSONPathPart]) throws(JSONError) -> KeyChord {
        try KeyChord(json, path, denied: true)
    }

    private init(_ json: JSON, _ path: [JSONPathPart], denied: Bool) throws(JSONError) {
        guard case .string(let text) = json.value, let chord = KeyChord(text, denied: denied) else {
            throw .field(
                path: path, line: json.line,
                problem: "a chord of known keys such as \"ctrl+s\" is expected, found \(json.text)")
        }
        self = chord
    }
}

extension IrreversibleRule {
    /// Reads the field `irreversible`, which is a verdict or an object.
    fileprivate init?(_ fields: JSONFields) throws(JSONError) {
        guard let json = fields["irreversible"] else {
            guard !fields.names.contains("irreversible") else { throw fields.fault(at: "irreversible", Self.expected) }
            return nil
        }
        if case .string(let text) = json.value, let verdict = Verdict(rawValue: text) {
            self.init(verdict)
            return
        }
        guard case .object = json.value else { throw fields.fault(at: "irreversible", Self.expected) }
        let own = try JSONFields(json, path: [.name("irreversible")])
        try own.onlyKnow(["verdict", "words", "chords"])
        guard let text = try own.string("verdict", expected: Self.expected), let verdict = Verdict(rawValue: text)
        else {
            throw own.fault(at: "verdict", Self.expected)
        }
        let words = try own.list("words") { json, path throws(JSONError) -> String in
            guard case .string(let word) = json.value, word.contains(where: { $0.isLetter || $0.isNumber }) else {
                throw .field(path: path, line: json.line, problem: "a word or a phrase is expected")
            }
            return word
        }
        self.init(verdict, words: words ?? [], chords: try own.list("chords", KeyChord.denied) ?? [])
    }

    private static let expected = "\"ask\", \"deny\" or \"allow\" is expected"
}
