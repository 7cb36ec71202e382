import Images
import JSON

extension Action {
    /// Reads an action from the fields of its JSON form, `{"action":"left_click","coordinate":[x,y]}`.
    ///
    /// Fields that are not the action's own are ignored here; whoever wants them refused asks
    /// ``JSONFields/onlyKnow(_:)`` with ``ActionName/fields``.
    ///
    /// - Throws: ``JSONError/field(path:line:problem:)`` for a missing field or one of a wrong type.
    package init(name: ActionName, _ fields: JSONFields) throws(JSONError) {
        switch name {
        case .key: self = .key(try fields.keys())
        case .type: self = .type(try fields.requiredText("the text to type"))
        case .mouseMove: self = .mouseMove(try fields.requiredPoint())
        case .leftClick, .rightClick, .middleClick, .doubleClick, .tripleClick:
            self = .click(
                Click(rawValue: name.rawValue) ?? .left, at: try fields.point(), modifiers: try fields.modifiers())
        case .leftClickDrag:
            self = .leftClickDrag(
                to: try fields.requiredPoint(), path: try fields.points("path"), modifiers: try fields.modifiers())
        case .scroll, .hscroll:
            self = .scroll(
                name == .scroll ? .vertical : .horizontal, pixels: try fields.pixels(), at: try fields.point(),
                modifiers: try fields.modifiers())
        case .wait: self = .wait(try fields.time())
        case .answer: self = .answer(try fields.requiredText("what to say"))
        case .terminate: self = .terminate(try fields.status())
        case .leftMouseDown: self = .leftMouseDown(at: try fields.point())
        case .leftMouseUp: self = .leftMouseUp(at: try fields.point())
        }
    }

    /// The name of the action in JSON.
    package var name: ActionName {
        switch self {
        case .key: .key
        case .type: .type
        case .mouseMove: .mouseMove
        case .click(.left, _, _): .leftClick
        case .click(.right, _, _): .rightClick
        case .click(.middle, _, _): .middleClick
        case .click(.double, _, _): .doubleClick
        case .click(.triple, _, _): .tripleClick
        case .leftClickDrag: .leftClickDrag
        case .scroll(.vertical, _, _, _): .scroll
        case .scroll(.horizontal, _, _, _): .hscroll
        case .wait: .wait
        case .answer: .answer
        case .terminate: .terminate
        case .leftMouseDown: .leftMouseDown
        case .leftMouseUp: .leftMouseUp
        }
    }

    /// The action's JSON form, its fields always in the same order.
    package var json: JSON {
        var members = [JSONMember("action", JSON(.string(name.rawValue)))]
        func add(_ name: String, _ value: JSON.Value) { members.append(JSONMember(name, JSON(value))) }
        switch self {
        case .key(let keys): add("keys", names(keys))
        case .type(let text), .answer(let text): add("text", .string(text))
        case .mouseMove, .click, .leftMouseDown, .leftMouseUp: break
        case .leftClickDrag(to: _, let path, _):
            if !path.isEmpty { add("path", .array(path.map(\.json))) }
        case .scroll(_, let pixels, _, _): add("pixels", .number(pixels))
        case .wait(let duration): add("time", .number(duration / .seconds(1)))
        case .terminate(let status): add("status", .string(status.rawValue))
        }
        if !modifiers.isEmpty { add("modifiers", names(modifiers)) }
        if let point { members.append(JSONMember("coordinate", point.json)) }
        return JSON(.object(members))
    }

    private func names(_ keys: [Key]) -> JSON.Value { .array(keys.map { JSON(.string($0.name)) }) }
}

extension Action: CustomStringConvertible {
    /// The JSON form on one line.
    package var description: String { json.text }
}

extension Action: Codable {
    package init(from decoder: any Decoder) throws {
        let json = try JSON(from: decoder)
        do throws(JSONError) {
            self = try Action(json: json)
        } catch { throw error.decodingError(at: decoder.codingPath) }
    }

    /// Reads the strict form: a known name, and no field that the action does not have.
    package init(json: JSON, path: [JSONPathPart] = []) throws(JSONError) {
        let fields = try JSONFields(json, path: path)
        let name = try fields.actionName()
        try fields.onlyKnow(["action"] + name.fields)
        self = try Action(name: name, fields)
    }

    package func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}

extension Point {
    fileprivate var json: JSON { JSON(.array([JSON(.number(x)), JSON(.number(y))])) }
}
