import Formats
import Interaction
import JSON

/// A JSON object has all members of the rule's `expected`.
struct CheckJSONSettings: Metric {
    static let name = "check_json_settings"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let rules = try expected.rules(of: Self.name)["expected"]
        guard let rules, let wanted = rules.members else {
            throw TaskFault("check_json_settings needs expected rules with an object 'expected'")
        }
        guard let text = result.text else { return .missing(result, expected: Excerpt.of(rules)) }
        let found: JSON
        do throws(FormatFault) {
            found = try PythonJSON.parse(text)
        } catch {
            return .unreadable(result.file, error, expected: Excerpt.of(rules))
        }
        let problems = wanted.compactMap { member in
            found.member(member.name).map { member.value.isEqual(to: $0) } ?? false ? nil : found.problem(at: member)
        }
        return CheckResult(
            holds: problems.isEmpty, expected: Excerpt.of(rules), found: Excerpt.of(found),
            difference: problems.prefix(10).joined(separator: "\n"))
    }
}

extension JSON {
    /// What is in the place of a member that should be there.
    fileprivate func problem(at member: JSONMember) -> String {
        "\(member.name): expected \(Excerpt.of(member.value)), found \(self.member(member.name).map { Excerpt.of($0) } ?? "nothing")"
    }
}

/// A JSON list, perhaps below a line of comment, has the rule's `expected` as an entry.
struct CheckJSONKeybindings: Metric {
    static let name = "check_json_keybindings"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard let wanted = try expected.rules(of: Self.name)["expected"] else {
            throw TaskFault("check_json_keybindings needs expected rules with 'expected'")
        }
        let words = "an entry \(Excerpt.of(wanted))"
        guard let text = result.text else { return .missing(result, expected: words) }
        let below = text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).dropFirst().joined()
        guard let list = [text, below].lazy.compactMap({ try? PythonJSON.parse($0).items }).first else {
            return CheckResult(0, expected: words, found: "no JSON list: \(Excerpt.of(text))")
        }
        return CheckResult(
            holds: list.contains { $0.isEqual(to: wanted) }, expected: words, found: Excerpt.of(JSON(.array(list))))
    }
}

/// A JSON object, or a text that is one, has the members of the rule's `expected`; with `expect_in_result` each of them
/// as a part, or one of those listed.
struct CheckDirectJSONObject: Metric {
    static let name = "check_direct_json_object"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) {
        guard rules["expected"]?.members != nil else { throw TaskFault("expected rules with an object 'expected'") }
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let rules = try expected.rules(of: Self.name)
        guard let members = rules["expected"], let wanted = members.members else {
            throw TaskFault("expected rules with an object 'expected'")
        }
        guard let found = object(result), found.members != nil else {
            return .missing(result, expected: Excerpt.of(members))
        }
        let isPart = rules["expect_in_result"]?.bool ?? false
        let ignoresOrder = !isPart && members["ignore_list_order"]?.bool ?? false
        let problems = wanted.compactMap { member -> String? in
            if ignoresOrder, member.name == "ignore_list_order" { return nil }
            let value = found.member(member.name) ?? JSON(.null)
            let holds =
                isPart
                ? contains(value, member.value)
                : ignoresOrder ? sorted(value) == sorted(member.value) : value.isEqual(to: member.value)
            return holds && !Self.isRefused(member.value) ? nil : found.problem(at: member)
        }
        return CheckResult(
            holds: problems.isEmpty, expected: (isPart ? "parts " : "") + Excerpt.of(members), found: Excerpt.of(found),
            difference: problems.prefix(10).joined(separator: "\n"))
    }

    /// A value that OSWorld puts in the place of one that could not be found out.
    private static func isRefused(_ value: JSON) -> Bool { value.string == "__EVALUATION_FAILED__" }

    /// Python's way of writing an object, with single quotes, counts too.
    private func object(_ result: Evidence) -> JSON? {
        if case .value(let value) = result, value.string == nil { return value }
        return result.text.flatMap { try? PythonJSON.parse($0.trimmed.replacingCodePoints("'", with: "\"")) }
    }

    private func contains(_ value: JSON, _ wanted: JSON) -> Bool {
        if let any = wanted.items {
            return any.contains { one in
                value.items?.contains { $0.isEqual(to: one) } ?? (value.string != nil && value.isEqual(to: one))
            }
        }
        return wanted.string != nil && value.holds(wanted) ?? false
    }

    private func sorted(_ value: JSON) -> [CodePoints]? { value.items?.map { CodePoints($0.text) }.sorted() }
}
