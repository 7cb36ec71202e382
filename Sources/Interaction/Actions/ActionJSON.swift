import Images
package import JSON

extension Action {
    /// Reads an action from the fields of its JSON form, `{"action":"left_click","coordinate":[x,y]}`.
    ///
    /// Fields that are not the action's own are ignored here; whoever wants them refused asks
    /// ``JSONFields/onlyKnow(_:)`` with ``ActionName/fields``.
    ///
    /// - Throws: ``JSONError/field(path:line:problem:)`` for a missing field or one of a wrong type.
    package init(name: ActionName, _ fields: JSONFields) throws(JSONError) {
        let kind = name.kind
        var values = ActionValues()
        for field in kind.form(of: fields) { try field.read(fields, &values) }
        self = kind.make(values).placed(in: Space.self)
    }

    /// The action's JSON form, its fields always in the same order.
    package var json: JSON {
        let (kind, values) = ActionKind.writing(self)
        var members = [JSONMember("action", JSON(.string(kind.name.rawValue)))]
        for (field, value) in kind.written(values) { members.append(JSONMember(field.name, JSON(value))) }
        return JSON(.object(members))
    }
}

extension ActionKind {
    /// The way in which `fields` write the action: the first whose required fields are all there.
    func form(of fields: JSONFields) -> [ActionField] {
        let fitting = forms.first { form in form.allSatisfy { !$0.isRequired || fields.has($0.name) } }
        return fitting ?? forms.first ?? []
    }

    /// The fields of the first form that can express `values`, in the order of writing.
    fileprivate func written(_ values: ActionValues) -> [(ActionField, JSON.Value)] {
        for form in forms {
            let written = form.compactMap { field in field.write(values).map { (field, $0) } }
            let isWhole = form.allSatisfy { field in !field.isRequired || written.contains { $0.0.name == field.name } }
            guard isWhole else { continue }
            return ActionField.order.compactMap { name in written.first { $0.0.name == name } }
        }
        return []
    }

    /// Refuses fields that the action does not have, and those that do not go together.
    package func refuseOthers(in fields: JSONFields, besides known: [String]) throws(JSONError) {
        try fields.onlyKnow(known + self.fields.map(\.name))
        let form = form(of: fields)
        // The other spelling of a chord only repeats it.
        let stranger = self.fields.first { field in
            field.schema != .chord && fields.has(field.name) && !form.contains { $0.name == field.name }
        }
        guard let stranger, let other = form.first(where: \.isRequired) else { return }
        throw fields.fault(at: stranger.name, "cannot stand beside '\(other.name)'")
    }
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
        try self.init(JSONFields(json, path: path))
    }

    /// The same from an object's fields.
    init(_ fields: JSONFields) throws(JSONError) {
        let name = try fields.actionName()
        try name.kind.refuseOthers(in: fields, besides: ["action"])
        self = try Action(name: name, fields)
    }

    package func encode(to encoder: any Encoder) throws { try json.encode(to: encoder) }
}

extension Point {
    static var origin: Point { Point(x: 0, y: 0) }
}
