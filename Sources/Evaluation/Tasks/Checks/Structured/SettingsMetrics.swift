import Formats
import Interaction
import JSON

/// A line of GIMP's settings, `(key … value)`, has the rule's `key` and `value`; a key of two words is a list.
struct CheckConfigStatus: Metric {
    static let name = "check_config_status"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) { _ = try key(rules) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let rules = try expected.rules(of: Self.name)
        let (key, value) = (try key(rules), rules["value"]?.string ?? rules["value"]?.text ?? "")
        let words = "(\((key + [value]).joined(separator: " ")))"
        guard let lines = result.file?.lines else { return .missing(result, expected: words) }
        let settings = lines.filter { !$0.hasPrefix("#") }.map(words(of:)).filter { words in
            words.count >= key.count && Array(words.prefix(key.count)).isSame(as: key)
        }
        return CheckResult(
            holds: settings.contains { $0.last?.isSame(as: value) ?? false }, expected: words,
            found: settings.isEmpty
                ? "no setting '\(key.joined(separator: " "))'"
                : settings.prefix(5).map { "(\($0.joined(separator: " ")))" }.joined(separator: ", "))
    }

    private func words(of line: String) -> [String] {
        line.trimmed.stripped(trailing: false) { $0 == "(" }.stripped(leading: false) { $0 == ")" || $0 == "\n" }
            .pythonWords
    }

    private func key(_ rules: JSON) throws(TaskFault) -> [String] {
        guard let key = rules["key"]?.strings ?? rules["key"]?.string.map({ [$0] }), (1...2).contains(key.count) else {
            throw TaskFault("expected 'key' to be a string or a list of two")
        }
        return key
    }
}

/// Thunderbird's settings, lines `user_pref("key", value);`, fulfil the rule's `expect` and none of its `unexpect`,
/// each a ``ValueRule`` by the setting's key.
struct CheckThunderbirdPrefs: Metric {
    static let name = "check_thunderbird_prefs"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) {
        _ = try conditions(rules, "expect")
        _ = try conditions(rules, "unexpect")
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let rules = try expected.rules(of: Self.name)
        let (wanted, unwanted) = (try conditions(rules, "expect"), try conditions(rules, "unexpect"))
        let words =
            (wanted.map { "\($0.0) \($0.1.description)" } + unwanted.map { "not \($0.0) \($0.1.description)" })
            .joined(separator: ", ")
        guard let lines = result.file?.lines else { return .missing(result, expected: words) }
        let settings = try settings(lines)
        func value(_ key: String) -> String { settings[CodePoints(key)].map { Excerpt.of($0) } ?? "nothing" }
        func holds(_ key: String, _ rule: ValueRule) throws -> Bool {
            try settings[CodePoints(key)].map { try rule.holds(for: $0) } ?? false
        }
        let problems =
            try wanted.filter { try !holds($0.0, $0.1) }
            .map { "\($0.0): expected \($0.1.description), found \(value($0.0))" }
            + unwanted.filter(holds).map { "\($0.0): expected not \($0.1.description), found \(value($0.0))" }
        return CheckResult(
            holds: problems.isEmpty, expected: words, found: "\(settings.count) settings",
            difference: problems.prefix(10).joined(separator: "\n"))
    }

    /// The settings of a file; lines whose value is not JSON are skipped.
    private func settings(_ lines: [String]) throws -> [CodePoints: JSON] {
        let line = try Pattern(#"^user_pref\("((?:[^"]|\\")+)", (.+)\);$"#)
        var settings: [CodePoints: JSON] = [:]
        for text in lines {
            guard let groups = line.groups(in: text.trimmed), let value = try? PythonJSON.parse(groups[1]) else {
                continue
            }
            settings[CodePoints(groups[0])] = value
        }
        return settings
    }

    private func conditions(_ rules: JSON, _ name: String) throws(TaskFault) -> [(String, ValueRule)] {
        var conditions: [(String, ValueRule)] = []
        for member in rules[name]?.members ?? [] { conditions.append((member.name, try ValueRule(member.value))) }
        return conditions
    }
}

/// The fourth line that `timedatectl` prints ends in the zone of universal time.
struct IsUTC0: Metric {
    static let name = "is_utc_0"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let lines = result.text?.textLines ?? []
        let zone = lines.count > 3 ? lines[3] : ""
        return CheckResult(
            holds: zone.hasSuffix("+0000)"), expected: "a fourth line that ends in +0000)",
            found: lines.count > 3 ? Excerpt.of(zone) : "\(lines.count) lines")
    }
}

/// A folder holds files of exactly the names in the rule's `expected`.
struct CheckMovedPictures: Metric {
    static let name = "check_moved_jpgs"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard let wanted = try expected.rules(of: Self.name)["expected"]?.strings.map(sorted) else {
            throw TaskFault("expected rules with a list of names 'expected'")
        }
        let found = sorted(result.values.first?["children"]?.items?.compactMap { $0["name"]?.string } ?? [])
        return CheckResult(
            holds: found.isSame(as: wanted), expected: Excerpt.of(wanted), found: Excerpt.of(found),
            difference: Difference.ofEntries(found: found, expected: wanted, called: "name"))
    }

    private func sorted(_ names: [String]) -> [String] { names.map { CodePoints($0) }.sorted().map(\.text) }
}

/// A program's window fills the screen.
struct IsFullScreen: Metric {
    static let name = "is_vlc_fullscreen"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard case .value(let size) = result, case .value(let other)? = expected else {
            throw TaskFault("is_vlc_fullscreen needs two sizes")
        }
        return CheckResult(
            holds: !size.isNothing && size.isEqual(to: other), expected: Excerpt.of(other),
            found: size.isNothing ? "no window" : Excerpt.of(size))
    }
}
