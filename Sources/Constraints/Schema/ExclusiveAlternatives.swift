import JSON

/// Makes sure that no value fits two alternatives of a `oneOf`, for then it says the same as `anyOf`.
///
/// Where that cannot be seen, the schema is refused: while an answer is written it is not known yet whether the
/// other alternative will fit too.
struct ExclusiveAlternatives {
    /// Beyond this many comparisons nothing is taken for seen.
    private static let maximumSteps = 200_000

    private let rules: [SchemaRule]
    private var steps = 0

    init(_ rules: [SchemaRule]) { self.rules = rules }

    mutating func check() throws(ConstraintError) {
        for rule in rules {
            guard case .alternatives(let alternatives, exactlyOne: true) = rule.kind else { continue }
            for (index, first) in alternatives.enumerated() {
                for second in alternatives[(index + 1)...] {
                    if areDisjoint(first, second, depth: 0) { continue }
                    throw .unsuitableSchema(
                        place: rule.place,
                        problem: "a value might fit \(rules[first].place) and \(rules[second].place) of its oneOf; "
                            + "tell them apart by a required property with const, or use anyOf")
                }
            }
        }
    }

    private mutating func areDisjoint(_ first: Int, _ second: Int, depth: Int) -> Bool {
        guard depth < 4, let leaves = rules.leaves(of: first), let others = rules.leaves(of: second) else {
            return false
        }
        for leaf in leaves {
            for other in others {
                steps += 1
                guard steps <= Self.maximumSteps, case .plain(let one) = rules[leaf].kind,
                    case .plain(let two) = rules[other].kind, areDisjoint(one, two, depth: depth)
                else { return false }
            }
        }
        return true
    }

    private mutating func areDisjoint(_ one: PlainRule, _ two: PlainRule, depth: Int) -> Bool {
        let common = kinds(one).intersection(kinds(two))
        if common.isEmpty { return true }
        if let values = one.values, let others = two.values { return !values.contains { others.contains($0) } }
        return (!common.contains(.null) && !common.contains(.boolean))
            && (common.isDisjoint(with: .number) || areDisjoint(one.number, two.number))
            && (!common.contains(.string) || areDisjoint(one.string, two.string))
            && (!common.contains(.array) || areDisjoint(one.array, two.array, depth: depth))
            && (!common.contains(.object) || areDisjoint(one.object, two.object, depth: depth))
    }

    private func kinds(_ rule: PlainRule) -> JSONKinds {
        guard let values = rule.values else { return rule.kinds }
        return values.reduce(JSONKinds()) { $0.union(JSONKinds(of: $1)) }.intersection(rule.kinds)
    }

    private func areDisjoint(_ one: NumberBounds, _ two: NumberBounds) -> Bool {
        one.isBelow(two) || two.isBelow(one)
    }

    private func areDisjoint(_ one: StringBounds, _ two: StringBounds) -> Bool {
        one.maximum.map { $0 < two.minimum } ?? false || two.maximum.map { $0 < one.minimum } ?? false
    }

    private mutating func areDisjoint(_ one: ArrayBounds, _ two: ArrayBounds, depth: Int) -> Bool {
        if one.maximum.map({ $0 < two.minimum }) ?? false || two.maximum.map({ $0 < one.minimum }) ?? false {
            return true
        }
        for index in 0..<min(one.minimum, two.minimum, 8) {
            guard let first = one.rule(at: index), let second = two.rule(at: index) else { continue }
            if areDisjoint(first, second, depth: depth + 1) { return true }
        }
        return false
    }

    private mutating func areDisjoint(_ one: ObjectBounds, _ two: ObjectBounds, depth: Int) -> Bool {
        if lacksRequired(one, of: two) || lacksRequired(two, of: one) { return true }
        for property in one.properties where property.isRequired {
            guard let rule = property.rule,
                let other = two.properties.first(where: { $0.name.isSame(as: property.name) && $0.isRequired }),
                let otherRule = other.rule
            else { continue }
            if areDisjoint(rule, otherRule, depth: depth + 1) { return true }
        }
        return false
    }

    /// Whether `object` forbids a property that `other` requires.
    private func lacksRequired(_ object: ObjectBounds, of other: ObjectBounds) -> Bool {
        guard let additional = object.additional, case .plain(let rule) = rules[additional].kind, rule.kinds.isEmpty
        else { return false }
        return other.properties.contains { property in
            property.isRequired && !object.properties.contains { $0.name.isSame(as: property.name) }
        }
    }
}

extension NumberBounds {
    /// Whether every number within these bounds is smaller than every one within `other`.
    fileprivate func isBelow(_ other: NumberBounds) -> Bool {
        let uppers = [maximum, exclusiveMaximum].compactMap(\.self)
        let lowers = [other.minimum, other.exclusiveMinimum].compactMap(\.self)
        guard let upper = uppers.min(), let lower = lowers.max() else { return false }
        return upper < lower || upper == lower && (upper == exclusiveMaximum || lower == other.exclusiveMinimum)
    }
}

extension ArrayBounds {
    /// The schema of the item at `index`; `nil` where anything fits.
    func rule(at index: Int) -> Int? { index < first.count ? first[index] : rest }
}
