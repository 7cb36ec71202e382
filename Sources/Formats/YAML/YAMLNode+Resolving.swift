import JSON

extension YAMLNode {
    /// The value as JSON, its tags resolved as PyYAML's safe loader does. Dates and bytes, which equal no text and no
    /// number, are objects with their letters as `date` or `bytes`.
    ///
    /// - Throws: ``FormatFault`` for a tag that loader does not know.
    var resolved: JSON {
        get throws(FormatFault) {
            switch self {
            case .scalar(let text, let tag, let isPlain):
                return JSON(try YAMLScalar.value(text, tag: tag, isPlain: isPlain))
            case .sequence(let items, let tag):
                guard tag == nil || tag == "!" || tag == YAMLScalar.core + "seq" else { throw Self.unknown(tag) }
                var values: [JSON] = []
                for item in items { values.append(try item.resolved) }
                return JSON(.array(values))
            case .mapping(let pairs, let tag):
                guard [nil, "!", YAMLScalar.core + "map", YAMLScalar.core + "set"].contains(tag) else {
                    throw Self.unknown(tag)
                }
                return JSON(.object(try Self.members(pairs)))
            }
        }
    }

    private static func unknown(_ tag: String?) -> FormatFault { FormatFault("the tag '\(tag ?? "")' is not known") }

    /// The members of a map: those of merged maps first, so that its own take their place.
    private static func members(_ pairs: [(key: YAMLNode, value: YAMLNode)]) throws(FormatFault) -> [JSONMember] {
        var members: [JSONMember] = []
        var places: [CodePoints: Int] = [:]
        func add(_ member: JSONMember) {
            if let place = places[CodePoints(member.name)] {
                members[place].value = member.value
            } else {
                places[CodePoints(member.name)] = members.count
                members.append(member)
            }
        }
        for pair in pairs where pair.key.isMerge {
            for member in try merged(pair.value) { add(member) }
        }
        for pair in pairs where !pair.key.isMerge {
            guard let name = try pair.key.resolved.name else { throw FormatFault("a key in it is a list or a map") }
            add(JSONMember(name, try pair.value.resolved))
        }
        return members
    }

    private var isMerge: Bool {
        if case .scalar("<<", nil, true) = self { true } else { false }
    }

    /// The members of one map or of several, of which the first to name something counts.
    private static func merged(_ node: YAMLNode) throws(FormatFault) -> [JSONMember] {
        switch node {
        case .mapping(let pairs, _): return try members(pairs)
        case .sequence(let maps, _):
            var members: [JSONMember] = []
            for map in maps.reversed() {
                guard case .mapping(let pairs, _) = map else { throw FormatFault("only maps can be merged") }
                members += try Self.members(pairs)
            }
            return members
        case .scalar: throw FormatFault("only maps can be merged")
        }
    }
}

extension JSON {
    /// What a key of a map is known by.
    fileprivate var name: String? {
        switch value {
        case .string(let text): text
        case .null, .bool, .number: text
        case .array, .object: nil
        }
    }
}

/// What the letters of a scalar say, in YAML 1.1 (yaml.org/type) as PyYAML reads it.
enum YAMLScalar {
    static let core = "tag:yaml.org,2002:"

    /// A day, or a day and a time of it.
    private static var date: Regex<Substring> {
        /\d{4}-\d\d-\d\d|\d{4}-\d\d?-\d\d?(?:[Tt]|[ \t]+)\d\d?:\d\d:\d\d(?:\.\d*)?(?:[ \t]*(?:Z|[-+]\d\d?(?::\d\d)?))?/
    }

    static func value(_ text: String, tag: String?, isPlain: Bool) throws(FormatFault) -> JSON.Value {
        guard let tag, tag != "!" else { return isPlain ? plain(text) : .string(text) }
        guard tag.hasPrefix(core) else { throw FormatFault("the tag '\(tag)' is not known") }
        switch tag.dropFirst(core.count) {
        case "str": return .string(text)
        case "binary", "timestamp":
            return .object([JSONMember(tag.hasSuffix("binary") ? "bytes" : "date", JSON(.string(text)))])
        case "null": return .null
        case "bool":
            guard let truth = truth(text.lowercased()) else { throw FormatFault("'\(text)' is not a boolean") }
            return .bool(truth)
        case "int":
            guard let number = integer(text) else { throw FormatFault("'\(text)' is not an integer") }
            return .number(number)
        case "float":
            guard let number = float(text.lowercased()) else { throw FormatFault("'\(text)' is not a number") }
            return .number(number)
        default: throw FormatFault("the tag '\(tag)' is not known")
        }
    }

    private static func plain(_ text: String) -> JSON.Value {
        if ["", "~", "null", "Null", "NULL"].contains(text) { return .null }
        let folded = text.lowercased()
        if [folded, folded.capitalizedASCII, folded.uppercased()].contains(text), let truth = truth(folded) {
            return .bool(truth)
        }
        if text.wholeMatch(of: /[-+]?(0b[01_]+|0[0-7_]*|[1-9][0-9_]*(:[0-5]?[0-9])*|0x[0-9a-fA-F_]+)/) != nil,
            let number = integer(text)
        {
            return .number(number)
        }
        let isFloat =
            text.wholeMatch(of: /[-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?/) != nil
            || text.wholeMatch(of: /\.[0-9][0-9_]*([eE][-+][0-9]+)?/) != nil
            || text.wholeMatch(of: /[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*/) != nil
            || text.wholeMatch(of: /[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)/) != nil
        if isFloat, let number = float(folded) { return .number(number) }
        if text.prefixMatch(of: /\d{4}-\d\d?-\d\d?/) != nil, text.wholeMatch(of: date) != nil {
            return .object([JSONMember("date", JSON(.string(text)))])
        }
        return .string(text)
    }

    private static func truth(_ text: String) -> Bool? {
        switch text {
        case "yes", "true", "on": true
        case "no", "false", "off": false
        default: nil
        }
    }

    /// Binary, octal, hexadecimal, decimal or to the base of 60.
    private static func integer(_ text: String) -> Double? {
        var digits = text.replacingCodePoints("_", with: "")
        let sign = digits.hasPrefix("-") ? -1.0 : 1
        if digits.hasPrefix("-") || digits.hasPrefix("+") { digits.removeFirst() }
        if digits == "0" { return 0 }
        func whole(_ digits: some StringProtocol, _ radix: Double) -> Double? {
            guard !digits.isEmpty else { return nil }
            return digits.reduce(Optional(0.0)) { sum, digit in
                guard let sum, let value = digit.hexDigitValue, Double(value) < radix else { return nil }
                return sum * radix + Double(value)
            }
        }
        if digits.hasPrefix("0b") { return whole(digits.dropFirst(2), 2).map { sign * $0 } }
        if digits.hasPrefix("0x") { return whole(digits.dropFirst(2), 16).map { sign * $0 } }
        if digits.hasPrefix("0") { return whole(digits, 8).map { sign * $0 } }
        if digits.contains(":") { return sexagesimal(digits).map { sign * $0 } }
        // Digits beyond those that a number keeps are rounded once, and not at each of them.
        return whole(digits, 10) == nil ? nil : Double(digits).map { sign * $0 }
    }

    private static func float(_ text: String) -> Double? {
        var digits = text.replacingCodePoints("_", with: "")
        let sign = digits.hasPrefix("-") ? -1.0 : 1
        if digits.hasPrefix("-") || digits.hasPrefix("+") { digits.removeFirst() }
        if digits == ".inf" { return sign * .infinity }
        if digits == ".nan" { return .nan }
        if digits.contains(":") { return sexagesimal(digits).map { sign * $0 } }
        return digits.pythonNumber.map { sign * $0 }
    }

    private static func sexagesimal(_ text: String) -> Double? {
        text.split(separator: ":").reduce(Optional(0.0)) { sum, part in
            guard let sum, let value = part.pythonNumber else { return nil }
            return sum * 60 + value
        }
    }
}

extension String {
    fileprivate var capitalizedASCII: String { prefix(1).uppercased() + dropFirst() }
}
