package import Images
package import JSON

extension ActionName {
    /// The JSON schema of an action's JSON form, with each point on a whole pixel of the picture.
    ///
    /// Models are held to it while they write; whatever fits it can be read with ``Action/init(name:_:)``.
    ///
    /// - Parameters:
    ///   - actions: which may be chosen.
    ///   - picture: the size that the model saw.
    ///   - extras: whether with fields that Qwen2.5-VL's computer-use tool does not have.
    package static func schema(
        of actions: [ActionName] = computerUse, on picture: Size<ModelSpace>, extras: Bool = false
    ) -> JSON {
        var groups: [(fields: [ActionField], names: [ActionName])] = []
        for action in actions {
            for form in action.kind.forms {
                if !extras, form.contains(where: { $0.isExtra && $0.isRequired }) { continue }
                let fields = extras ? form : form.filter { !$0.isExtra }
                if let place = groups.firstIndex(where: { $0.fields.map(\.shape) == fields.map(\.shape) }) {
                    groups[place].names.append(action)
                } else {
                    groups.append((fields, [action]))
                }
            }
        }
        return .schemaObject([("anyOf", .array(groups.map { schema(of: $0.names, $0.fields, on: picture) }))])
    }

    private static func schema(
        of names: [ActionName], _ fields: [ActionField], on picture: Size<ModelSpace>
    ) -> JSON {
        let action = JSON.schemaObject([("enum", .array(names.map { JSON(.string($0.rawValue)) }))])
        let properties =
            [JSONMember("action", action)] + fields.map { JSONMember($0.name, $0.schema.json(on: picture)) }
        let required = ["action"] + fields.filter(\.isRequired).map(\.name)
        return .schemaObject([
            ("type", .string("object")), ("properties", .object(properties)),
            ("required", .array(required.map { JSON(.string($0)) })), ("additionalProperties", .bool(false)),
        ])
    }
}

extension ActionField {
    /// What tells it from others in a schema.
    fileprivate struct Shape: Equatable {
        let name: String
        let type: SchemaType
        let isRequired: Bool
    }

    fileprivate var shape: Shape { Shape(name: name, type: schema, isRequired: isRequired) }
}

/// The type of a field in a schema.
enum SchemaType: Equatable, Sendable {
    case text, chord, chords, modifiers, point, points, route, pixels, notches, seconds, status, count, actions
    case button([MouseButton])

    func json(on picture: Size<ModelSpace>) -> JSON {
        // A name of printable characters without plus signs, up to four of them joined by plus signs; or the plus itself.
        let key = "[!-*,-~\\u00a1-\\u024f\\u0391-\\u04ff]{1,20}"
        let chord = ("pattern", JSON.Value.string("^(\(key)(\\+\(key)){0,3}|\\+)$"))
        switch self {
        case .text: return .schemaObject([("type", .string("string"))])
        case .chord: return .schemaObject([("type", .string("string")), chord])
        case .chords: return .schemaList(of: SchemaType.chord.json(on: picture), 1...4)
        case .modifiers: return .schemaList(of: .schemaChoice(["ctrl", "shift", "alt", "super"]), 1...4)
        case .point:
            let sides = [picture.width, picture.height].map { length in
                JSON.schemaNumber("integer", 0...Double(length - 1))
            }
            return .schemaObject([
                ("type", .string("array")), ("prefixItems", .array(sides)), ("minItems", .number(2)),
                ("maxItems", .number(2)),
            ])
        case .points: return .schemaList(of: SchemaType.point.json(on: picture), 1...100)
        case .route: return .schemaList(of: SchemaType.point.json(on: picture), 2...100)
        case .pixels: return .schemaNumber("number", -100_000...100_000)
        case .notches: return .schemaNumber("integer", -1000...1000)
        case .seconds: return .schemaNumber("number", 0...3600)
        case .status: return .schemaChoice(Status.allCases.map(\.rawValue))
        case .count: return .schemaNumber("integer", 1...3)
        case .button(let buttons): return .schemaChoice(buttons.map(\.rawValue))
        case .actions:
            let members = ActionName.allCases.filter(\.isForBatches)
            return .schemaList(of: ActionName.schema(of: members, on: picture, extras: true), 1...100)
        }
    }
}

extension JSON {
    fileprivate static func schemaChoice(_ texts: [String]) -> JSON {
        schemaObject([("enum", .array(texts.map { JSON(.string($0)) }))])
    }

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
