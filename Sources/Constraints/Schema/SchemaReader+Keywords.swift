import JSON

extension SchemaReader {
    /// Reads one keyword of a schema that has no `$ref` and no alternatives.
    mutating func read(_ keyword: JSONMember, into rule: inout PlainRule, at parent: String) throws(ConstraintError) {
        let (value, place) = (keyword.value, "\(parent)/\(keyword.name)")
        switch keyword.name {
        case "type": rule.kinds = try JSONKinds(schemaType: value, at: place)
        case "nullable": break
        case "const": rule.values = (rule.values ?? [value]).filter { $0 == value }
        case "enum": rule.values = try values(value, at: place).filter { rule.values?.contains($0) ?? true }
        case "minimum": rule.number.minimum = try number(value, at: place)
        case "maximum": rule.number.maximum = try number(value, at: place)
        case "exclusiveMinimum": rule.number.exclusiveMinimum = try number(value, at: place)
        case "exclusiveMaximum": rule.number.exclusiveMaximum = try number(value, at: place)
        case "multipleOf": rule.number.multiple = try divisor(value, at: place)
        case "minLength": rule.string.minimum = try count(value, at: place)
        case "maxLength": rule.string.maximum = try count(value, at: place)
        case "pattern": rule.string.pattern = try pattern(value, at: place)
        case "minItems": rule.array.minimum = try count(value, at: place)
        case "maxItems": rule.array.maximum = try count(value, at: place)
        case "items": rule.array.rest = try items(value, at: place)
        case "prefixItems": rule.array.first = try schemas(value, at: place)
        case "x-corners": rule.array.isCorners = try isCorners(value, at: place)
        case "properties": try readProperties(value, into: &rule.object, at: place)
        case "required": try readRequired(value, into: &rule.object, at: place)
        case "additionalProperties": rule.object.additional = try read(value, at: place)
        default:
            throw .unsuitableSchema(
                place: place,
                problem: "the keyword \(keyword.name) is not supported; leave it out and check it afterwards")
        }
    }

    private func number(_ value: JSON, at place: String) throws(ConstraintError) -> ExactDecimal {
        guard case .number(let written) = value.value, let number = written.exact else {
            throw .unsuitableSchema(place: place, problem: "a number is expected, not \(value.summary)")
        }
        return number
    }

    private func divisor(_ value: JSON, at place: String) throws(ConstraintError) -> ExactDecimal {
        let number = try number(value, at: place)
        guard number > ExactDecimal(0), number.scaled(rounding: .down) == number.scaled(rounding: .up),
            number.scaled(rounding: .up) < ExactDecimal.limit
        else {
            throw .unsuitableSchema(
                place: place,
                problem: "a number above 0 with at most \(ExactDecimal.wholeDigits) digits before and "
                    + "\(ExactDecimal.places) after the point is expected")
        }
        return number
    }

    private func count(_ value: JSON, at place: String) throws(ConstraintError) -> Int {
        guard let count = try number(value, at: place).integer, count >= 0 else {
            throw .unsuitableSchema(place: place, problem: "a whole number from 0 is expected, not \(value.summary)")
        }
        return min(count, 1 << 40)
    }

    private func values(_ value: JSON, at place: String) throws(ConstraintError) -> [JSON] {
        guard let values = value.items, !values.isEmpty else {
            throw .unsuitableSchema(place: place, problem: "an array of values is expected")
        }
        guard values.count <= SchemaLimits.values else {
            throw .unsuitableSchema(
                place: place, problem: "\(values.count) values are more than \(SchemaLimits.values)")
        }
        return values
    }

    private func pattern(_ value: JSON, at place: String) throws(ConstraintError) -> Pattern {
        guard let text = value.string else {
            throw .unsuitableSchema(place: place, problem: "a string is expected, not \(value.summary)")
        }
        return try Pattern(parsing: text, at: place)
    }

    private mutating func items(_ value: JSON, at place: String) throws(ConstraintError) -> Int {
        if value.items != nil {
            throw .unsuitableSchema(place: place, problem: "a list of schemas is written as prefixItems")
        }
        return try read(value, at: place)
    }

    private mutating func schemas(_ value: JSON, at place: String) throws(ConstraintError) -> [Int] {
        guard let schemas = value.items else {
            throw .unsuitableSchema(place: place, problem: "an array of schemas is expected")
        }
        var indices: [Int] = []
        for (offset, schema) in schemas.enumerated() { indices.append(try read(schema, at: "\(place)/\(offset)")) }
        return indices
    }

    private func isCorners(_ value: JSON, at place: String) throws(ConstraintError) -> Bool {
        guard let isCorners = value.bool else {
            throw .unsuitableSchema(place: place, problem: "true or false is expected")
        }
        return isCorners
    }

    private mutating func readProperties(
        _ value: JSON, into bounds: inout ObjectBounds, at place: String
    ) throws(ConstraintError) {
        guard let members = value.members else {
            throw .unsuitableSchema(place: place, problem: "an object of schemas is expected")
        }
        let required = bounds.properties
        bounds.properties = []
        for member in members {
            let key = member.name.replacing("~", with: "~0").replacing("/", with: "~1")
            let rule = try read(member.value, at: "\(place)/\(key)")
            let isRequired = required.contains { $0.name.isSame(as: member.name) }
            bounds.properties.append(.init(name: member.name, rule: rule, isRequired: isRequired))
        }
        bounds.properties += required.filter { listed in !members.contains { $0.name.isSame(as: listed.name) } }
        try checkCount(bounds, at: place)
    }

    private func readRequired(
        _ value: JSON, into bounds: inout ObjectBounds, at place: String
    ) throws(ConstraintError) {
        guard let names = value.items else {
            throw .unsuitableSchema(place: place, problem: "an array of names is expected")
        }
        for name in names {
            guard let text = name.string else {
                throw .unsuitableSchema(place: place, problem: "a name is expected, not \(name.summary)")
            }
            if let index = bounds.properties.firstIndex(where: { $0.name.isSame(as: text) }) {
                bounds.properties[index].isRequired = true
            } else {
                bounds.properties.append(.init(name: text, rule: nil, isRequired: true))
                try checkCount(bounds, at: place)
            }
        }
    }

    private func checkCount(_ bounds: ObjectBounds, at place: String) throws(ConstraintError) {
        guard bounds.properties.count <= SchemaLimits.properties else {
            throw .unsuitableSchema(
                place: place, problem: "more than \(SchemaLimits.properties) properties of one object are too many")
        }
    }
}
