import Images
import Interaction

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
///   "actions_per_minute": 60
/// }
/// ```
///
/// - `windows`: pointer actions may go only into such windows, and keys and text only to such a window when it is the
///   active one. `title` and `class` are regular expressions, found anywhere; a window has to fit both that are given,
///   and one entry of the list.
/// - `regions`: boxes `[x, y, width, height]` of the screen; every point of a pointer action has to lie in one. Where an
///   action names no point, the pointer's counts.
/// - `chords`: those that may be pressed, if `allow` is given, and those that may not; the order of keys does not count.
/// - `text`: regular expressions for typed text, found anywhere in it. With `allow`, one has to fit; with `deny`, none
///   may. `{{env:NAME}}` is judged as it is written, never as what it stands for.
/// - `actions`: the names of the actions that are allowed at all.
/// - `actions_per_minute`: how many may be allowed in any sixty seconds.
package struct GateRules: Sendable {
    var windows: [WindowRule]?
    var regions: [Box<ScreenSpace>]?
    var allowedChords: [Set<Key>]?
    var deniedChords: [Set<Key>] = []
    var allowedTexts: [TextPattern]?
    var deniedTexts: [TextPattern] = []
    var actions: Set<ActionName>?
    var actionsPerMinute: Int?

    /// Reads a gate's file.
    ///
    /// - Throws: ``GateError`` with the file, the line and the field.
    package init(parsing text: String, file: String) throws(GateError) {
        do {
            try self.init(JSONFields(JSON(parsing: text)))
        } catch { throw .malformed(file: file, error) }
    }

    private init(_ fields: JSONFields) throws(JSONError) {
        try fields.onlyKnow(["windows", "regions", "chords", "text", "actions", "actions_per_minute"])
        windows = try fields.list("windows") { json, path throws(JSONError) in
            try WindowRule(JSONFields(json, path: path))
        }
        regions = try fields.list("regions") { json, path throws(JSONError) in try Box(json, path) }
        if let json = fields["chords"] {
            let chords = try JSONFields(json, path: [.name("chords")])
            try chords.onlyKnow(["allow", "deny"])
            allowedChords = try chords.list("allow", Set<Key>.init(chord:_:))
            deniedChords = try chords.list("deny", Set<Key>.init(chord:_:)) ?? []
        }
        if let json = fields["text"] {
            let texts = try JSONFields(json, path: [.name("text")])
            try texts.onlyKnow(["allow", "deny"])
            allowedTexts = try texts.list("allow", TextPattern.init(_:_:))
            deniedTexts = try texts.list("deny", TextPattern.init(_:_:)) ?? []
        }
        actions = try fields.list("actions") { json, path throws(JSONError) -> ActionName in
            guard case .string(let text) = json.value, let name = ActionName(rawValue: text) else {
                throw .field(path: path, line: json.line, problem: "one of \(ActionName.list) is expected")
            }
            return name
        }.map(Set.init)
        actionsPerMinute = try fields.whole(
            "actions_per_minute", in: 1...100_000, expected: "a whole number from 1 to 100000")
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
    let source: String

    init(_ json: JSON, _ path: [JSONPathPart]) throws(JSONError) {
        guard case .string(let source) = json.value else {
            throw .field(path: path, line: json.line, problem: "a regular expression is expected, not \(json.kind)")
        }
        do { _ = try Regex(source) } catch {
            throw .field(path: path, line: json.line, problem: "'\(source)' is no regular expression: \(error)")
        }
        self.source = source
    }

    /// Whether it fits some part of `text`; `nil` when that cannot be determined.
    func isFound(in text: String) -> Bool? {
        // A regular expression is no `Sendable` value, so it is made again from its source.
        guard let pattern = try? Regex(source) else { return nil }
        do { return try pattern.firstMatch(in: text) != nil } catch { return nil }
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

extension Set<Key> {
    fileprivate init(chord json: JSON, _ path: [JSONPathPart]) throws(JSONError) {
        guard case .string(let text) = json.value, let keys = Key.chord(text) else {
            throw .field(path: path, line: json.line, problem: "a chord such as \"ctrl+s\" is expected")
        }
        self.init(keys)
    }
}
