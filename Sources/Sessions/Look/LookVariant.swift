package import Images
import Interaction
package import JSON

/// A change of the look under which something was recorded: larger text, another theme, another screen.
package struct LookVariant: Sendable {
    /// Unique within a matrix.
    package let name: String
    /// Fields of a look, as ``Look/init(json:at:)`` reads them.
    let changes: JSON
    /// The size of text, in percent of the recorded.
    let textPercent: Int?
    /// The size of the screen, in percent of the recorded.
    let screenPercent: Int?
    private let screen: Size<ScreenSpace>?
    /// Whether there is a window manager; `nil` for as recorded.
    package let hasWindowManager: Bool?

    /// The recorded look, changed.
    package func applied(to recorded: Look) throws(JSONError) -> Look {
        var look = recorded
        let fields = try JSONFields(changes)
        try look.change(by: fields)
        look.name = name
        if let textPercent {
            let size = Double(look.fonts.size * textPercent) / 100
            look.fonts.size = min(max(Int(size.rounded()), 4), 72)
        }
        return look
    }

    /// The recorded screen's size, changed; `nil` for as it is.
    package func screen(besides recorded: Size<ScreenSpace>) -> Size<ScreenSpace>? {
        if let screen { return screen }
        return screenPercent.map {
            Size(width: recorded.width * $0 / 100, height: recorded.height * $0 / 100)
        }
    }

    /// What of it is not installed here, besides what the recorded look lacks too; `nil` when it can be had.
    package func obstacle(besides recorded: Look) throws(JSONError) -> String? {
        let look = InstalledLook(try applied(to: recorded))
        let known = Set(InstalledLook(recorded).missing)
        return (look.lacking.first ?? look.missing.first { !known.contains($0) })?.description
    }
}

extension LookVariant {
    private static let own = ["text_percent", "screen_percent", "screen", "window_manager"]

    /// Reads an object with `name`, what differs in the look, and `text_percent`, `screen_percent` or `screen`, and
    /// `window_manager`.
    ///
    /// - Throws: `JSONError`, with the way to the field and its line.
    init(json: JSON, at path: [JSONPathPart] = []) throws(JSONError) {
        let fields = try JSONFields(json, path: path)
        try fields.onlyKnow(Look.fields.filter { $0 != "base" } + Self.own)
        guard let name = try fields.word("name"), !name.contains(where: { "/,".contains($0) }) else {
            throw fields.fault(at: "name", "expected a name without '/' and ','")
        }
        self.name = name
        textPercent = try fields.integer("text_percent", in: 50...300, expected: "a whole number from 50 to 300")
        screenPercent = try fields.integer("screen_percent", in: 50...400, expected: "a whole number from 50 to 400")
        screen = try Self.size(fields)
        hasWindowManager = try fields.boolean("window_manager")
        guard case .object(let members) = json.value else {
            throw fields.fault(at: "name", "expected an object")
        }
        changes = JSON(.object(members.filter { !Self.own.contains($0.name) }))
        // So that what is wrong is said before anything runs.
        var look = Look.standard
        try look.change(by: fields)
    }

    private static func size(_ fields: JSONFields) throws(JSONError) -> Size<ScreenSpace>? {
        guard let json = fields["screen"] else { return nil }
        guard case .array(let items) = json.value, items.count == 2,
            let width = items[0].integer, let height = items[1].integer,
            (320...16384).contains(width), (240...16384).contains(height)
        else { throw fields.mismatch("screen", json, "[width, height] of at least 320 and 240 pixels") }
        return Size(width: width, height: height)
    }
}
