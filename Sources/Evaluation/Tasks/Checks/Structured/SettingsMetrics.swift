import Interaction

/// A line of GIMP's settings, `(key … value)`, has the rule's `key` and `value`; a key of two words is a list.
struct CheckConfigStatus: Metric {
    static let name = "check_config_status"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) { _ = try key(rules) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        let rules = try expected.rules(of: Self.name)
        let (key, value) = (try key(rules), rules["value"]?.string ?? rules["value"]?.text)
        guard let lines = result.file?.lines else { return 0 }
        return lines.contains { line in
            guard !line.hasPrefix("#") else { return false }
            let words = line.split(whereSeparator: { $0.isWhitespace || $0 == "(" || $0 == ")" }).map(String.init)
            return words.starts(with: key) && words.last == value
        } ? 1 : 0
    }

    private func key(_ rules: JSON) throws(TaskFault) -> [String] {
        guard let key = rules["key"]?.strings ?? rules["key"]?.string.map({ [$0] }), (1...2).contains(key.count) else {
            throw TaskFault("'key' is a text or a list of two")
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

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        let rules = try expected.rules(of: Self.name)
        let (wanted, unwanted) = (try conditions(rules, "expect"), try conditions(rules, "unexpect"))
        guard let lines = result.file?.lines else { return 0 }
        var settings: [String: JSON] = [:]
        for line in lines {
            let line = line.trimmed
            guard line.hasPrefix("user_pref("), line.hasSuffix(");"),
                let pair = try? JSON(parsing: "[" + line.dropFirst(10).dropLast(2) + "]").items, pair.count == 2,
                let key = pair[0].string
            else { continue }
            settings[key] = pair[1]
        }
        func holds(_ key: String, _ rule: ValueRule) throws -> Bool {
            try settings[key].map { try rule.holds(for: $0) } ?? false
        }
        return try wanted.allSatisfy(holds) && !unwanted.contains(where: holds) ? 1 : 0
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

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        let lines = result.text?.textLines ?? []
        return lines.count > 3 && lines[3].hasSuffix("+0000)") ? 1 : 0
    }
}

/// A folder holds files of exactly the names in the rule's `expected`.
struct CheckMovedPictures: Metric {
    static let name = "check_moved_jpgs"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        guard let wanted = try expected.rules(of: Self.name)["expected"]?.strings else {
            throw TaskFault("the rules have a list of names 'expected'")
        }
        let found = result.values.first?["children"]?.items?.compactMap { $0["name"]?.string } ?? []
        return found.sorted() == wanted.sorted() ? 1 : 0
    }
}

/// A program's window fills the screen.
struct IsFullScreen: Metric {
    static let name = "is_vlc_fullscreen"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        guard case .value(let size) = result, case .value(let other)? = expected else {
            throw TaskFault("is_vlc_fullscreen compares two sizes")
        }
        return !size.isNothing && size.isEqual(to: other) ? 1 : 0
    }
}
