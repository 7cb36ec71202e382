import Images
import JSON

extension ActionName {
    /// The JSON schema of an action's JSON form, with each point on a whole pixel of the picture.
    ///
    /// Models are held to it while they write; whatever fits it can be read with ``Action/init(name:_:)``.
    ///
    /// - Parameters:
    ///   - actions: which may be chosen.
    ///   - picture: the size that the model saw.
    package static func schema(of actions: [ActionName] = allCases, on picture: Size<ModelSpace>) -> JSON {
        var groups: [(fields: [SchemaField], names: [ActionName])] = []
        for action in actions {
            for fields in action.schemaFields {
                if let place = groups.firstIndex(where: { $0.fields == fields }) {
                    groups[place].names.append(action)
                } else {
                    groups.append((fields, [action]))
                }
            }
        }
        return .schemaObject([("anyOf", .array(groups.map { schema(of: $0.names, $0.fields, on: picture) }))])
    }

    /// The fields beside `action`, once for each way to write the action.
    private var schemaFields: [[SchemaField]] {
        switch self {
        case .key: [[.init("keys", .chords)], [.init("text", .chord)]]
        case .type, .answer: [[.init("text", .text)]]
        case .mouseMove: [[.init("coordinate", .point)]]
        case .leftClick, .rightClick, .middleClick, .doubleClick, .tripleClick:
            [[.init("coordinate", .point, isRequired: false), .modifiers]]
        case .leftMouseDown, .leftMouseUp: [[.init("coordinate", .point, isRequired: false)]]
        case .leftClickDrag:
            [[.init("coordinate", .point), .init("path", .points, isRequired: false), .modifiers]]
        case .scroll, .hscroll:
            [[.init("pixels", .pixels), .init("coordinate", .point, isRequired: false), .modifiers]]
        case .wait: [[.init("time", .seconds)]]
        case .terminate: [[.init("status", .status)]]
        }
    }

    private static func schema(
        of names: [ActionName], _ fields: [SchemaField], on picture: Size<ModelSpace>
    ) -> JSON {
        let action = JSON.schemaObject([("enum", .array(names.map { JSON(.string($0.rawValue)) }))])
        let properties =
            [JSONMember("action", action)] + fields.map { JSONMember($0.name, $0.kind.schema(on: picture)) }
        let required = ["action"] + fields.filter(\.isRequired).map(\.name)
        return .schemaObject([
            ("type", .string("object")), ("properties", .object(properties)),
            ("required", .array(required.map { JSON(.string($0)) })), ("additionalProperties", .bool(false)),
        ])
    }
}

/// A field of an action's JSON form.
private struct SchemaField: Equatable {
    enum Kind {
        case text, chord, chords, modifiers, point, points, pixels, seconds, status

        func schema(on picture: Size<ModelSpace>) -> JSON {
            // A name of printable characters without plus signs, up to four of them joined by plus signs; or the plus itself.
            let key = "[!-*,-~\\u00a1-\\u024f\\u0391-\\u04ff]{1,20}"
            let chord = ("pattern", JSON.Value.string("^(\(key)(\\+\(key)){0,3}|\\+)$"))
            switch self {
            case .text: return .schemaObject([("type", .string("string"))])
            case .chord: return .schemaObject([("type", .string("string")), chord])
            case .chords: return .schemaList(of: Kind.chord.schema(on: picture), 1...4)
            case .modifiers:
                let names = ["ctrl", "shift", "alt", "super"].map { JSON(.string($0)) }
                return .schemaList(of: .schemaObject([("enum", .array(names))]), 1...4)
            case .point:
                let sides = [picture.width, picture.height].map { length in
                    JSON.schemaNumber("integer", 0...Double(length - 1))
                }
                return .schemaObject([
                    ("type", .string("array")), ("prefixItems", .array(sides)), ("minItems", .number(2)),
                    ("maxItems", .number(2)),
                ])
            case .points: return .schemaList(of: Kind.point.schema(on: picture), 1...100)
            case .pixels: return .schemaNumber("number", -100_000...100_000)
            case .seconds: return .schemaNumber("number", 0...3600)
            case .status:
                return .schemaObject([("enum", .array(Status.allCases.map { JSON(.string($0.rawValue)) }))])
            }
        }
    }

    static let modifiers = SchemaField("modifiers", .modifiers, isRequired: false)

    let name: String
    let kind: Kind
    let isRequired: Bool

    init(_ name: String, _ kind: Kind, isRequired: Bool = true) {
        self.name = name
        self.kind = kind
        self.isRequired = isRequired
    }
}

extension JSON {
    fileprivate static func schemaObject(_ members: [(String, Value)]) -> JSON {
        JSON(.object(members.map { JSONMember($0.0, JSON($0.1)) }))
    }

    fileprivate static func schemaNumber(_ type: String, _ range: ClosedRange<Double>) -> JSON {
        schemaObject([
            ("type", .string(type)), ("minimum", .number(range.lowerBound)), ("maximum", .number(range.upperBound)),
        ])
    }

    fileprivate static func schemaList(of items: JSON, _ counts: ClosedRange<Int>) -> JSON {
        schemaObject([
            ("type", .string("array")), ("items", items.value), ("minItems", .number(Double(counts.lowerBound))),
            ("maxItems", .number(Double(counts.upperBound))),
        ])
    }
}
