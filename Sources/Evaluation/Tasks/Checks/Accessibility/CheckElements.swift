import Interaction
import JSON

/// Each target of the rule's `present` is at least one element of the screen, and none of `absent` is.
///
/// Targets are those of scripts, such as `{"role": "toggle button", "name": "Bold", "state": {"pressed": true}}`; whole
/// names only.
struct CheckElements: Metric {
    static let name = "check_elements"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) { _ = try Targets(rules) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let targets = try Targets(try expected.rules(of: Self.name))
        guard case .elements(let list, let windows) = result else {
            throw TaskFault("\(Self.name) needs the getter 'elements' as 'result'")
        }
        let search = ElementSearch(list, in: windows)
        let lacking = targets.present.filter { search.matches($0, isExact: true).isEmpty }
        let unwanted = targets.absent.filter { !search.matches($0, isExact: true).isEmpty }
        let reasons =
            lacking.map { search.explanation(of: $0) ?? "\($0) is not there" } + unwanted.map { "\($0) is there" }
        return CheckResult(
            holds: reasons.isEmpty, expected: targets.words,
            found: reasons.isEmpty ? "just that" : Excerpt.of(reasons.joined(separator: "; ")),
            difference: reasons.prefix(10).joined(separator: "\n"))
    }

    private struct Targets {
        let present: [Target]
        let absent: [Target]

        init(_ rules: JSON) throws(TaskFault) {
            func targets(_ key: String) throws(TaskFault) -> [Target] {
                guard let list = rules[key] else { return [] }
                guard let items = list.items else { throw TaskFault("expected '\(key)' to be a list of targets") }
                var targets: [Target] = []
                for item in items {
                    targets.append(try Self.target(item, key))
                }
                return targets
            }
            present = try targets("present")
            absent = try targets("absent")
            guard !present.isEmpty || !absent.isEmpty else {
                throw TaskFault("the rules have neither 'present' nor 'absent'")
            }
        }

        private static func target(_ json: JSON, _ key: String) throws(TaskFault) -> Target {
            let target: Target
            do throws(JSONError) { target = try Target(json: json) } catch { throw TaskFault("'\(key)': \(error)") }
            guard target.image == nil, target.nth == nil, !target.isRough else {
                throw TaskFault("'\(key)': elements are not checked by 'image', 'nth' or 'roughly'")
            }
            return target
        }

        var words: String {
            [
                present.isEmpty ? "" : "\(present.map(\.description).joined(separator: ", "))",
                absent.isEmpty ? "" : "no \(absent.map(\.description).joined(separator: ", "))",
            ]
            .filter { !$0.isEmpty }.joined(separator: " and ")
        }
    }
}
