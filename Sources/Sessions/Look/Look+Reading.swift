import Foundation
import Interaction
package import JSON

extension Look {
    static let fields = [
        "base", "name", "fonts", "theme", "icons", "pointer", "pointer_size", "dots_per_inch", "locale", "time_zone",
        "keyboard",
    ]

    /// Reads the name of a look, or an object with what differs from a look: from the one named under `base`, else from
    /// ``standard``.
    ///
    /// - Throws: `JSONError`, with the way to the field and its line.
    package init(json: JSON, at path: [JSONPathPart] = []) throws(JSONError) {
        if let name = json.string {
            self = try Self.named(name, JSONError.field(path: path, line: json.line, problem: Self.unknown(name)))
            return
        }
        let fields = try JSONFields(json, path: path)
        try fields.onlyKnow(Self.fields)
        let base = try fields.string("base") ?? Self.standard.name
        self = try Self.named(base, fields.fault(at: "base", Self.unknown(base)))
        try change(by: fields)
        name = try fields.string("name") ?? (fields.names.contains { $0 != "base" } ? "\(base), changed" : base)
    }

    /// Takes over what an object says of fonts, themes, resolution, locale, time zone and keyboard.
    mutating func change(by fields: JSONFields) throws(JSONError) {
        if let json = fields["fonts"] { fonts = try fonts.changed(by: json, at: fields.path + [.name("fonts")]) }
        if let theme = try fields.choice("theme", of: Theme.self) { self.theme = theme }
        icons = try fields.word("icons") ?? icons
        pointer = try fields.word("pointer") ?? pointer
        pointerSize =
            try fields.integer("pointer_size", in: 8...256, expected: "a number of pixels from 8 to 256") ?? pointerSize
        dotsPerInch =
            try fields.integer("dots_per_inch", in: 48...480, expected: "a whole number from 48 to 480") ?? dotsPerInch
        locale = try fields.word("locale") ?? locale
        timeZone = try fields.word("time_zone") ?? timeZone
        keyboard = try fields.word("keyboard") ?? keyboard
    }

    private static func named(_ name: String, _ error: JSONError) throws(JSONError) -> Look {
        guard let look = known.first(where: { $0.name == name }) else { throw error }
        return look
    }

    private static func unknown(_ name: String) -> String {
        "unknown look '\(name)'; known are \(known.map(\.name).joined(separator: ", "))"
    }

    /// The look as an object that ``init(json:at:)`` reads, every field written out.
    package var json: JSON {
        func text(_ name: String, _ value: String) -> JSONMember { JSONMember(name, JSON(.string(value))) }
        func number(_ name: String, _ value: Int) -> JSONMember { JSONMember(name, JSON(.number(Double(value)))) }
        return JSON(
            .object([
                text("name", name), JSONMember("fonts", fonts.json), text("theme", theme.rawValue),
                text("icons", icons),
                text("pointer", pointer), number("pointer_size", pointerSize), number("dots_per_inch", dotsPerInch),
                text("locale", locale), text("time_zone", timeZone), text("keyboard", keyboard),
            ]))
    }
}

extension Look {
    /// Reads what an option was given: the name of a look, an object in place, or the path of a file with one.
    ///
    /// - Throws: ``LookError``.
    package init(option text: String) throws(LookError) {
        if let look = Self.known.first(where: { $0.name == text }) {
            self = look
            return
        }
        var source = text
        if !text.hasPrefix("{") {
            guard let bytes = FileManager.default.contents(atPath: text) else { throw .unknown(text) }
            source = String(decoding: bytes, as: UTF8.self)
        }
        do throws(JSONError) {
            self = try Look(json: try JSON(parsing: source))
        } catch {
            throw .malformed(text, reason: "\(error)")
        }
    }
}

/// Why an option names no look.
package enum LookError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is the name of neither a look nor a readable file.
    case unknown(String)
    /// Its object cannot be read.
    case malformed(String, reason: String)

    package var description: String {
        switch self {
        case .unknown(let text):
            "--look '\(text)': no such look or file; known are \(Look.known.map(\.name).joined(separator: ", "))"
        case .malformed(let text, let reason): "--look '\(text)': \(reason)"
        }
    }
}

extension JSONFields {
    /// One of the raw values of an enumeration.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String, of type: Choice.Type
    ) throws(JSONError) -> Choice? where Choice.RawValue == String {
        guard let text = try string(name) else { return nil }
        guard let choice = Choice(rawValue: text) else {
            let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw fault(at: name, "unknown value '\(text)'; known are \(known)")
        }
        return choice
    }

    /// A name that goes into configuration files: on one line, without quotes, and no path that leads out of a folder.
    func word(_ name: String) throws(JSONError) -> String? {
        guard let text = try string(name) else { return nil }
        let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 32 && !"'\"\\<>&;".unicodeScalars.contains($0) }
        guard isPlain, !text.isEmpty, !text.contains("..") else {
            throw fault(at: name, "expected a plain name, found '\(text)'")
        }
        return text
    }
}
