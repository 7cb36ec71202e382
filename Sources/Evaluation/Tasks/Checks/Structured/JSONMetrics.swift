import Interaction

/// Values in a JSON or YAML file fulfil the rule's `expect` and none of its `unexpect`: each names a way (`key`), a
/// `method` and a `ref`; see ``ValueRule``.
struct CheckJSON: Metric {
    static let name = "check_json"
    private let isYAML: Bool

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow(["is_yaml"])
        isYAML = try options.truth("is_yaml", usual: false)
    }

    func check(rules: JSON) throws(TaskFault) {
        _ = try conditions(rules, "expect")
        _ = try conditions(rules, "unexpect")
    }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        let rules = try expected.rules(of: Self.name)
        let (wanted, unwanted) = (try conditions(rules, "expect"), try conditions(rules, "unexpect"))
        guard let text = result.text, let document = isYAML ? try? YAMLText(text).json : try? JSON(parsing: text) else {
            return 0
        }
        func holds(_ way: [JSON], _ rule: ValueRule) throws -> Bool {
            try document.value(at: way).map { try rule.holds(for: $0) } ?? false
        }
        return try wanted.allSatisfy { try holds($0.way, $0.rule) }
            && !unwanted.contains { try holds($0.way, $0.rule) } ? 1 : 0
    }

    private func conditions(_ rules: JSON, _ name: String) throws(TaskFault) -> [(way: [JSON], rule: ValueRule)] {
        var conditions: [(way: [JSON], rule: ValueRule)] = []
        for rule in rules[name]?.items ?? [] {
            guard let way = rule["key"]?.items else { throw TaskFault("each of '\(name)' has a list 'key'") }
            conditions.append((way, try ValueRule(rule)))
        }
        return conditions
    }
}

/// A JSON object has all members of the rule's `expected`.
struct CheckJSONSettings: Metric {
    static let name = "check_json_settings"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        guard let wanted = try expected.rules(of: Self.name)["expected"]?.members else {
            throw TaskFault("check_json_settings needs expected rules with an object 'expected'")
        }
        guard let text = result.text, let found = try? JSON(parsing: text) else { return 0 }
        return wanted.allSatisfy { member in found[member.name].map { member.value.isEqual(to: $0) } ?? false } ? 1 : 0
    }
}

/// A JSON list, perhaps below a line of comment, has the rule's `expected` as an entry.
struct CheckJSONKeybindings: Metric {
    static let name = "check_json_keybindings"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        guard let wanted = try expected.rules(of: Self.name)["expected"] else {
            throw TaskFault("check_json_keybindings needs expected rules with 'expected'")
        }
        guard let text = result.text else { return 0 }
        let below = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).dropFirst().joined()
        let list = [text, below].lazy.compactMap { try? JSON(parsing: $0).items }.first
        return list?.contains { $0.isEqual(to: wanted) } ?? false ? 1 : 0
    }
}

/// A JSON object, or a text that is one, has the members of the rule's `expected`; with `expect_in_result` each of them
/// as a part, or one of those listed.
struct CheckDirectJSONObject: Metric {
    static let name = "check_direct_json_object"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) {
        guard rules["expected"]?.members != nil else { throw TaskFault("the rules have an object 'expected'") }
    }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        let rules = try expected.rules(of: Self.name)
        guard let wanted = rules["expected"]?.members else { throw TaskFault("the rules have an object 'expected'") }
        guard let found = object(result) else { return 0 }
        let isPart = rules["expect_in_result"]?.bool ?? false
        let ignoresOrder = rules["expected"]?["ignore_list_order"]?.bool ?? false
        return wanted.allSatisfy { member in
            if ignoresOrder, member.name == "ignore_list_order" { return true }
            let value = found[member.name] ?? JSON(.null)
            if isPart { return contains(value, member.value) }
            return ignoresOrder ? sorted(value) == sorted(member.value) : value.isEqual(to: member.value)
        } ? 1 : 0
    }

    /// Python's way of writing an object, with single quotes, counts too.
    private func object(_ result: Evidence) -> JSON? {
        if case .value(let value) = result, value.string == nil { return value }
        return result.text.flatMap { try? JSON(parsing: $0.trimmed.replacing("'", with: "\"")) }
    }

    private func contains(_ value: JSON, _ wanted: JSON) -> Bool {
        if let any = wanted.items {
            return any.contains { one in value.items?.contains { $0.isEqual(to: one) } ?? value.isEqual(to: one) }
        }
        guard let part = wanted.string, let text = value.string else { return false }
        return text.contains(part)
    }

    private func sorted(_ value: JSON) -> [String]? { value.items?.map(\.text).sorted() }
}

extension JSON {
    /// The value at the end of a way of names and indices.
    func value(at way: [JSON]) -> JSON? {
        way.reduce(Optional(self)) { value, step in
            if let name = step.string { return value?[name] }
            guard let index = step.whole, let items = value?.items else { return nil }
            let place = index < 0 ? items.count + index : index
            return items.indices.contains(place) ? items[place] : nil
        }
    }
}
