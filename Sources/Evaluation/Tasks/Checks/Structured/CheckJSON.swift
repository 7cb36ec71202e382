import Formats
import Interaction
import JSON

/// Values in a JSON or YAML file fulfil the rule's `expect` and none of its `unexpect`: each names a path (`key`), a
/// `method` and a `ref`; see ``ValueRule``.
struct CheckJSON: Metric {
    static let name = "check_json"
    private let isYAML: Bool

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow(["is_yaml"])
        isYAML = try options.boolean("is_yaml", default: false)
    }

    func check(rules: JSON) throws(TaskFault) {
        _ = try conditions(rules, "expect")
        _ = try conditions(rules, "unexpect")
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let rules = try expected.rules(of: Self.name)
        let (wanted, unwanted) = (try conditions(rules, "expect"), try conditions(rules, "unexpect"))
        let words =
            (wanted.map(\.words) + unwanted.map { "not \($0.words)" }).prefix(10).joined(separator: ", ")
        guard let text = result.text else { return .missing(result, expected: words) }
        let document: JSON
        do throws(FormatFault) {
            document = isYAML ? try YAMLText(text).json : try PythonJSON.parse(text)
        } catch {
            return .unreadable(result.file, error, expected: words)
        }
        let problems =
            try wanted.compactMap { try $0.problem(in: document) }
            + unwanted.compactMap { try $0.problemIfThere(in: document) }
        // An empty YAML file is no settings at all, whatever the rules say.
        let isEmpty = if isYAML, case .null = document.value { true } else { false }
        return CheckResult(
            holds: problems.isEmpty && !isEmpty, expected: words,
            found: isEmpty ? "an empty document" : Excerpt.of(document),
            difference: problems.prefix(10).joined(separator: "\n"))
    }

    private func conditions(_ rules: JSON, _ name: String) throws(TaskFault) -> [Condition] {
        var conditions: [Condition] = []
        for rule in rules[name]?.items ?? [] {
            guard let path = rule["key"]?.items else { throw TaskFault("expected a list 'key' in each of '\(name)'") }
            conditions.append(Condition(path: path, rule: try ValueRule(rule)))
        }
        return conditions
    }
}

/// A rule for the value at the end of a path.
private struct Condition {
    let path: [JSON]
    let rule: ValueRule

    private var place: String { path.map { $0.string ?? $0.text }.joined(separator: ".") }
    var words: String { "\(place) \(rule.description)" }

    /// What keeps the value from being as it should.
    func problem(in document: JSON) throws -> String? {
        switch document.value(at: path) {
        case .value(let value):
            try rule.holds(for: value) ? nil : "\(place): expected \(rule.description), found \(Excerpt.of(value))"
        case .missing, .outside: "\(place): expected \(rule.description), found nothing"
        }
    }

    /// What makes the value one that should not be. A question that cannot be asked of it counts as one, as in OSWorld.
    func problemIfThere(in document: JSON) throws -> String? {
        switch document.value(at: path) {
        case .value(let value):
            try rule.judgement(of: value) == false
                ? nil : "\(place): expected not \(rule.description), found \(Excerpt.of(value))"
        case .missing:
            try rule.judgement(of: JSON(.null)) == false
                ? nil : "\(place): expected not \(rule.description), found nothing"
        case .outside: "\(place): the list is shorter"
        }
    }
}

/// What lies at the end of a path.
private enum Found {
    case value(JSON)
    case missing
    /// An index is larger than the list is long.
    case outside
}

extension JSON {
    /// The value at the end of a path of names and indices, as Python's `[]` goes along it.
    fileprivate func value(at path: [JSON]) -> Found {
        var value = self
        for step in path {
            switch value.value {
            case .object:
                guard let next = value.member(step.string ?? step.text) else { return .missing }
                value = next
            case .array(let items):
                guard let index = step.integer else { return .missing }
                let place = index < 0 ? items.count + index : index
                guard items.indices.contains(place) else { return .outside }
                value = items[place]
            case .string(let text):
                guard let index = step.integer else { return .missing }
                let scalars = Array(text.unicodeScalars)
                let place = index < 0 ? scalars.count + index : index
                guard scalars.indices.contains(place) else { return .outside }
                value = JSON(.string(String(scalars[place])))
            case .null, .bool, .number: return .missing
            }
        }
        return .value(value)
    }
}
