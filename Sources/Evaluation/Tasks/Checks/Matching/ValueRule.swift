import Formats
import Interaction
package import JSON

/// A condition on one value: OSWorld's `{"method": "approx:0.1", "ref": 5}`.
///
/// Methods are `eq ne le lt ge gt`, `re` with flags (`re.I.S`), `approx:T`, `range.xy` with `e` or `t` for each end
/// (`range.te` with `[0, 2]`: 0 < x ≤ 2), `str_list_eq`, `str_set_eq` and `spreadsheet_range`.
package struct ValueRule: Sendable {
    private enum Method: Sendable {
        case equal(Bool)
        /// Which of less, equal and greater is right.
        case order(less: Bool, equal: Bool)
        case pattern(Pattern)
        case near(Double)
        case within(low: Bool, high: Bool)
        case list(isSet: Bool)
        case cells
    }

    private let name: String
    private let method: Method
    private let reference: JSON

    /// - Throws: ``TaskFault`` for a method or a reference that is not understood.
    package init(_ rule: JSON) throws(TaskFault) {
        guard let name = rule["method"]?.string, let reference = rule["ref"] else {
            throw TaskFault("expected a rule with 'method' and 'ref'")
        }
        self.name = name
        self.reference = reference
        method = try Self.method(name, reference)
    }

    private static func method(_ name: String, _ reference: JSON) throws(TaskFault) -> Method {
        switch name {
        case "eq": return .equal(true)
        case "ne": return .equal(false)
        case "le": return .order(less: true, equal: true)
        case "lt": return .order(less: true, equal: false)
        case "ge": return .order(less: false, equal: true)
        case "gt": return .order(less: false, equal: false)
        case "str_list_eq", "str_set_eq":
            guard reference.strings != nil else { throw TaskFault("'\(name)' needs a list of strings") }
            return .list(isSet: name == "str_set_eq")
        case "spreadsheet_range":
            guard let ranges = reference.strings, ranges.count == 2, ranges.allSatisfy({ CellRanges($0) != nil }) else {
                throw TaskFault("'spreadsheet_range' needs two cell ranges")
            }
            return .cells
        default: return try composed(name, reference)
        }
    }

    private static func composed(_ name: String, _ reference: JSON) throws(TaskFault) -> Method {
        let parts = name.split(separator: ".").map(String.init)
        if parts.first == "re" {
            guard let text = reference.string else { throw TaskFault("'re' needs a regular expression") }
            return .pattern(try Pattern(text, flags: Array(parts.dropFirst())))
        }
        if name.hasPrefix("approx:"), let tolerance = Double(name.dropFirst(7)), reference.number != nil {
            return .near(tolerance)
        }
        if parts.count == 2, parts[0] == "range", parts[1].count == 2, parts[1].allSatisfy({ "et".contains($0) }),
            reference.items?.count == 2
        {
            return .within(low: parts[1].first == "e", high: parts[1].last == "e")
        }
        throw TaskFault(
            "unknown method '\(name)', or a reference that does not fit it; known are eq, ne, le, lt, ge, gt, re, "
                + "approx:T, range.xy, str_list_eq, str_set_eq, spreadsheet_range")
    }

    /// Whether the value fulfils it; a value of a kind that cannot be asked does not.
    ///
    /// - Throws: ``EvidenceFault/ofGuest(_:)`` for a text on which a regular expression takes too long.
    package func holds(for value: JSON) throws(EvidenceFault) -> Bool { try judgement(of: value) ?? false }

    /// The same; `nil` for a value of a kind that the method cannot be asked of, such as whether a text is less than 3.
    func judgement(of value: JSON) throws(EvidenceFault) -> Bool? {
        switch method {
        case .equal(let wanted): return value.isEqual(to: reference) == wanted
        case .order(let less, let equal): return order(value, reference, less: less, equal: equal)
        case .pattern(let pattern):
            guard let text = value.string else { return nil }
            return try pattern.isFound(in: text)
        case .near(let tolerance):
            guard let number = value.pythonNumber ?? value.string.flatMap(\.pythonNumber), let wanted = reference.number
            else { return false }
            return abs(number - wanted) <= tolerance
        case .within(let low, let high):
            let ends = reference.items ?? []
            guard ends.count == 2, let isAbove = order(ends[0], value, less: true, equal: low) else { return nil }
            return isAbove ? order(value, ends[1], less: true, equal: high) : false
        case .list(let isSet):
            guard let text = value.string, let wanted = reference.strings else { return nil }
            let parts = text.stripped { $0 == "\"" || $0 == "'" }
                .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return isSet
                ? Set(parts.map(CodePoints.init)) == Set(wanted.map(CodePoints.init)) : parts.isSame(as: wanted)
        case .cells:
            let limits = (reference.strings ?? []).compactMap(CellRanges.init)
            guard let found = value.string.flatMap(CellRanges.init), limits.count == 2 else { return nil }
            return found.contains(limits[0]) && limits[1].contains(found)
        }
    }

    /// Whether one comes before the other, or is equal where that will do: numbers by value, texts by code points.
    private func order(_ one: JSON, _ two: JSON, less: Bool, equal: Bool) -> Bool? {
        if let one = one.pythonNumber, let two = two.pythonNumber {
            return one == two ? equal : less ? one < two : one > two
        }
        guard let one = one.string.map(CodePoints.init), let two = two.string.map(CodePoints.init) else { return nil }
        return one == two ? equal : (one < two) == less
    }

    /// In words, such as `eq 3`.
    var description: String { "\(name) \(Excerpt.of(reference))" }
}
