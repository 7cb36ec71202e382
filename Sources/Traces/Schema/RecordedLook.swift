import Interaction
package import JSON

/// How everything on a private desktop was drawn, as the object that tasks and options give too: fonts with their files,
/// themes, resolution, locale, time zone, keyboard. A reader that does not know a field of it keeps it.
package struct RecordedLook: Hashable, Codable, Sendable {
    /// The object as it was written.
    package let json: JSON

    /// Keeps an object as it is.
    package init(_ json: JSON) { self.json = json }

    package init(from decoder: any Decoder) throws { json = try JSON(from: decoder) }

    package func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }

    /// Its name, for reports.
    var name: String? { json["name"]?.string }

    package static func == (one: RecordedLook, other: RecordedLook) -> Bool { one.sorted == other.sorted }

    package func hash(into hasher: inout Hasher) { hasher.combine(sorted) }

    private var sorted: String { json.sorted.text }
}

extension JSON {
    /// The same with the members of every object in the order of their names.
    var sorted: JSON {
        switch value {
        case .array(let items): JSON(.array(items.map(\.sorted)))
        case .object(let members):
            JSON(
                .object(
                    members.sorted { $0.name < $1.name }.map { JSONMember($0.name, $0.value.sorted) }))
        case .null, .bool, .number, .string: self
        }
    }
}
