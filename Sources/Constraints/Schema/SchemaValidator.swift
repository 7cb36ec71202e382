package import JSON

/// One place where a value does not fit its schema.
package struct SchemaViolation: Equatable, Sendable, CustomStringConvertible {
    /// Such as `$.items[2].price`.
    let place: String
    let expected: String
    let found: String

    package var description: String { "at \(place), expected \(expected), found \(found)" }
}

extension JSONSchema {
    /// Where `tree` does not fit; nothing when it does. At most twenty places are listed.
    package func violations(of tree: JSON) -> [SchemaViolation] {
        var validator = SchemaValidator(rules: rules)
        return validator.violations(of: tree, against: root)
    }

    /// Reads an answer and makes sure that it fits.
    ///
    /// - Throws: `ConstraintError.malformedJSON` or `ConstraintError.unfitAnswer`.
    func validated(_ text: String) throws(ConstraintError) -> JSON {
        let tree = try JSON(parsing: text, source: "the answer")
        let violations = violations(of: tree)
        guard violations.isEmpty else { throw .unfitAnswer(violations) }
        return tree
    }
}

/// Holds values to a schema, independently of the automaton that writes them.
struct SchemaValidator {
    static let maximumViolations = 20
    /// Alternatives within alternatives can multiply; beyond this many steps a value counts as unfit.
    private static let maximumSteps = 2_000_000

    let rules: [SchemaRule]
    private var steps = 0

    init(rules: [SchemaRule]) { self.rules = rules }

    mutating func violations(of tree: JSON, against rule: Int) -> [SchemaViolation] {
        var found: [SchemaViolation] = []
        check(tree, against: rule, at: "$", into: &found)
        return Array(found.prefix(Self.maximumViolations))
    }

    private mutating func check(
        _ tree: JSON, against rule: Int?, at place: String, into found: inout [SchemaViolation]
    ) {
        guard let rule, found.count < Self.maximumViolations else { return }
        steps += 1
        guard steps <= Self.maximumSteps else {
            return found.append(
                SchemaViolation(place: place, expected: "a value that can be checked in time", found: tree.summary))
        }
        switch rules[rule].kind {
        case .plain(let plain): check(tree, against: plain, at: place, into: &found)
        case .reference(let target): check(tree, against: target, at: place, into: &found)
        case .alternatives(let alternatives, let exactlyOne):
            checkAlternatives(tree, alternatives, exactlyOne, at: place, into: &found)
        }
    }

    private mutating func checkAlternatives(
        _ tree: JSON, _ alternatives: [Int], _ exactlyOne: Bool, at place: String,
        into found: inout [SchemaViolation]
    ) {
        var fitting = 0
        var closest: SchemaViolation?
        for alternative in alternatives {
            var violations: [SchemaViolation] = []
            check(tree, against: alternative, at: place, into: &violations)
            if violations.isEmpty {
                fitting += 1
                if !exactlyOne { return }
            } else if let first = violations.first, first.place.utf8.count > closest?.place.utf8.count ?? -1 {
                closest = first
            }
        }
        if fitting == 1 { return }
        if fitting == 0, alternatives.count == 1, let closest { return found.append(closest) }
        let count = alternatives.count
        let expected =
            if fitting > 1 { "what fits just one of \(count) alternatives, not \(fitting)" } else if let closest {
                "what fits one of \(count) alternatives (closest: \(closest))"
            } else { "what fits one of \(count) alternatives" }
        found.append(SchemaViolation(place: place, expected: expected, found: tree.summary))
    }

    private mutating func check(
        _ tree: JSON, against rule: PlainRule, at place: String, into found: inout [SchemaViolation]
    ) {
        func report(_ expected: String) {
            found.append(SchemaViolation(place: place, expected: expected, found: tree.summary))
        }
        guard rule.kinds.contains(JSONKinds(of: tree)) else { return report(rule.kinds.names) }
        if let values = rule.values, !values.contains(tree) {
            return report(
                values.count == 1
                    ? values[0].spacedText
                    : "one of \(values.prefix(12).map(\.spacedText).joined(separator: ", "))\(values.count > 12 ? ", …" : "")"
            )
        }
        switch tree.value {
        case .null, .bool: break
        case .number(let number):
            for fault in number.exact.map(rule.number.faults) ?? ["a number of at most six digits of exponent"] {
                report(fault)
            }
        case .string(let text): for fault in rule.string.faults(of: text) { report(fault) }
        case .array(let items):
            for fault in rule.array.faults(of: items) { report(fault) }
            for (index, item) in items.enumerated() {
                check(item, against: rule.array.rule(at: index), at: "\(place)[\(index)]", into: &found)
            }
        case .object(let members): check(members, against: rule.object, at: place, into: &found)
        }
    }

    private mutating func check(
        _ members: [JSONMember], against bounds: ObjectBounds, at place: String,
        into found: inout [SchemaViolation]
    ) {
        let listed = Dictionary(
            bounds.properties.map { (Array($0.name.utf8), $0) }, uniquingKeysWith: { first, _ in first })
        let names = Set(members.map { Array($0.name.utf8) })
        for property in bounds.properties where property.isRequired && !names.contains(Array(property.name.utf8)) {
            found.append(
                SchemaViolation(place: "\(place).\(property.name)", expected: "a required property", found: "nothing"))
        }
        for member in members {
            let property = listed[Array(member.name.utf8)]
            let rule = if let property { property.rule } else { bounds.additional }
            check(member.value, against: rule, at: "\(place).\(member.name)", into: &found)
        }
    }
}

extension NumberBounds {
    /// What is expected of a number and not true of `number`.
    fileprivate func faults(of number: ExactDecimal) -> [String] {
        var faults: [String] = []
        if let minimum, number < minimum { faults.append("at least \(minimum.text)") }
        if let maximum, number > maximum { faults.append("at most \(maximum.text)") }
        if let exclusiveMinimum, number <= exclusiveMinimum { faults.append("more than \(exclusiveMinimum.text)") }
        if let exclusiveMaximum, number >= exclusiveMaximum { faults.append("less than \(exclusiveMaximum.text)") }
        if let multiple, !number.isMultiple(of: multiple) { faults.append("a multiple of \(multiple.text)") }
        return faults
    }
}

extension StringBounds {
    fileprivate func faults(of text: String) -> [String] {
        var faults: [String] = []
        let length = text.unicodeScalars.count
        if length < minimum { faults.append("at least \(minimum) characters") }
        if let maximum, length > maximum { faults.append("at most \(maximum) characters") }
        if let pattern, !pattern.fits(text) { faults.append("what matches \(pattern.text)") }
        return faults
    }
}

extension ArrayBounds {
    fileprivate func faults(of items: [JSON]) -> [String] {
        var faults: [String] = []
        if items.count < minimum { faults.append("at least \(minimum) items") }
        if let maximum, items.count > maximum { faults.append("at most \(maximum) items") }
        if isCorners, !Self.areCorners(items) { faults.append("corners [x1, y1, x2, y2] with x1 < x2 and y1 < y2") }
        return faults
    }

    private static func areCorners(_ items: [JSON]) -> Bool {
        let numbers = items.compactMap { item -> ExactDecimal? in
            guard case .number(let number) = item.value, let exact = number.exact, exact.isWhole else { return nil }
            return exact
        }
        return items.count == 4 && numbers.count == 4 && numbers[0] < numbers[2] && numbers[1] < numbers[3]
    }
}
