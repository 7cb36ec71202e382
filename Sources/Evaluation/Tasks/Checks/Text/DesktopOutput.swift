import Formats
import JSON

/// A list that `gsettings` prints has exactly the entries of the rule's `expected`, in any order.
struct CheckGnomeFavouriteApps: Metric {
    static let name = "check_gnome_favorite_apps"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard let wanted = try expected.rules(of: Self.name)["expected"]?.strings else {
            throw TaskFault("the rules have no list of names 'expected'")
        }
        let words = Excerpt.of(wanted)
        let text = (result.text ?? "").trimmed.replacingCodePoints("'", with: "\"")
        guard let found = (try? PythonJSON.parse(text))?.strings else {
            return CheckResult(0, expected: words, found: "no list: \(Excerpt.of(result.text ?? ""))")
        }
        let isSame =
            found.count == wanted.count && Set(found.map { CodePoints($0) }) == Set(wanted.map { CodePoints($0) })
        return CheckResult(holds: isSame, expected: words, found: Excerpt.of(found))
    }
}

/// A scale that `gsettings` prints is more than 1.
struct CheckTextEnlarged: Metric {
    static let name = "check_text_enlarged"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let words = "a number above 1"
        guard let text = result.text else { return .missing(result, expected: words) }
        return CheckResult(holds: text.pythonNumber ?? 0 > 1, expected: words, found: Excerpt.of(text))
    }
}
