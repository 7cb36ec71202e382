import Foundation
import Interaction

/// A value that a plan reads off the screen: what it may be, and what it may be used for.
package struct PlanValue: Hashable, Sendable {
    /// What a value may be. Nothing else that stands in its place is taken.
    package enum Kind: Hashable, Sendable {
        /// Digits with their separators and a sign.
        case number
        /// A date of digits, such as `2026-11-30` or `30.11.2026`.
        case date
        /// Text that as a whole fits a regular expression, and has at most so many characters.
        case text(pattern: String, maximumLength: Int)
    }

    /// What a value may be used for besides being typed as text and compared.
    package enum Use: String, Hashable, Sendable, CaseIterable {
        /// Typed in a terminal.
        case command
        /// A text with a path in it.
        case path
        /// Words of a target.
        case target
    }

    /// By which steps name it in double braces.
    package var name: String
    /// What can be taken for it.
    package var kind: Kind
    /// What else than typed text it may become.
    package var uses: Set<Use>

    /// Creates the declaration of a value.
    package init(_ name: String, _ kind: Kind, uses: Set<Use> = []) {
        self.name = name
        self.kind = kind
        self.uses = uses
    }

    /// The largest length that a plan may give to a text, in characters.
    package static let longestText = 200
    private static let longestNumber = 32
    private static let refused: Set<Unicode.GeneralCategory> = [
        .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned,
    ]

    /// What is wrong with a text as this value; `nil` when it may be it. A control character never may.
    package func fault(of text: String) -> String? {
        if text.unicodeScalars.contains(where: { Self.refused.contains($0.properties.generalCategory) }) {
            return "it has control characters"
        }
        // Where it is typed, the keyboard would put a secret in their place.
        if text.contains("{{") { return "it has double braces" }
        switch kind {
        case .number:
            return text.count <= Self.longestNumber && Self.number(text) != nil ? nil : "it is not a number"
        case .date:
            return text.wholeMatch(of: /[0-9]{1,4}([-.\/])[0-9]{1,2}\1[0-9]{1,4}/) != nil ? nil : "it is not a date"
        case .text(let pattern, let length):
            guard text.count <= min(length, Self.longestText) else { return "it has more than \(length) characters" }
            if !uses.contains(.path), Self.isPath(text) { return "it is a path, which the plan does not declare" }
            do {
                let isFit = try BoundedPattern("\\A(?:\(pattern))\\z").isFound(in: text, before: .now + .seconds(1))
                return isFit ? nil : "it does not fit '\(pattern)'"
            } catch { return "\(error)" }
        }
    }

    private static func isPath(_ text: String) -> Bool {
        text.hasPrefix("~") || text.contains("..") || text.contains("/") || text.contains("\\")
    }

    /// The number that a text is: `1,234.5`, `1.234,5`, `1 234` or `-7`. A single separator before exactly three digits at the
    /// end separates thousands where it is a comma.
    package static func number(_ text: String) -> Double? {
        guard text.wholeMatch(of: /[-+−]?[0-9][0-9.,' ]*/) != nil, text.last?.isNumber == true else { return nil }
        var digits = text.replacing("−", with: "-").filter { $0 != " " && $0 != "'" }
        let (commas, points) = (digits.count { $0 == "," }, digits.count { $0 == "." })
        var decimal: Character?
        if commas > 0, points > 0 {
            decimal = digits.last { $0 == "," || $0 == "." }
            if digits.count(where: { $0 == decimal }) > 1 { return nil }
        } else if points == 1 {
            decimal = "."
        } else if commas == 1, digits.split(separator: ",").last?.count != 3 {
            decimal = ","
        }
        digits = String(
            digits.compactMap { (character: Character) -> Character? in
                guard character == "," || character == "." else { return character }
                return character == decimal ? "." : nil
            })
        return Double(digits)
    }
}
