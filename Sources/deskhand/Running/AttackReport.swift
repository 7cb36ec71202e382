import Attacks
import Foundation

/// What `deskhand doctor --attack` prints.
enum AttackReport {
    private static let nameWidth = Attack.all.map(\.name.count).max() ?? 0
    private static let kindWidth = AttackKind.allCases.map(\.rawValue.count).max() ?? 0
    private static let wordWidth = "not applicable".count

    /// One attack and its outcome.
    static func line(_ result: AttackResult) -> String {
        let head = "\(padded(result.outcome.word, wordWidth))  \(title(result.attack))"
        return result.outcome.detail.map { "\(head)\n" + String(repeating: " ", count: wordWidth + 2) + "→ \($0)" }
            ?? head
    }

    /// The names of all attacks, and what each does.
    static func list() -> String {
        Attack.all.map { "\(title($0))  \($0.summary)" }.joined(separator: "\n")
    }

    static func summary(_ results: [AttackResult]) -> String {
        let counts = Dictionary(grouping: results, by: \.outcome.word).mapValues(\.count)
        let words = ["held", "broken", "refused", "not applicable", "undecided"]
        let parts = words.compactMap { word in counts[word].map { "\($0) \(word)" } }
        return "\(results.count) attacks: \(parts.joined(separator: ", "))"
    }

    static func json(_ results: [AttackResult]) throws -> String {
        let lines = results.map { result in
            Line(
                name: result.attack.name, kind: result.attack.kind.rawValue, threat: result.attack.threat.rawValue,
                summary: result.attack.summary, outcome: result.outcome.word, detail: result.outcome.detail,
                milliseconds: Int(result.duration / .milliseconds(1)))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(lines), as: UTF8.self)
    }

    /// The exit status; `nil` where every attack that applies was held off.
    static func status(of results: [AttackResult]) -> ExitStatus? {
        let words = Set(results.map(\.outcome.word))
        if words.contains("broken") { return .failed }
        return words.contains("refused") || words.contains("undecided") || !words.contains("held") ? .couldNotRun : nil
    }

    private struct Line: Encodable {
        let name, kind, threat, summary, outcome: String
        let detail: String?
        let milliseconds: Int
    }

    private static func title(_ attack: Attack) -> String {
        "\(padded(attack.kind.rawValue, kindWidth))  \(padded(attack.name, nameWidth))"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
    }
}
