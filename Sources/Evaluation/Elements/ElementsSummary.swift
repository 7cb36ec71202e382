import Foundation
import Interaction

/// How well elements are made of pictures: F1, precision and recall, of all and of each role.
package struct ElementsSummary: Codable, Sendable {
    /// The share of found elements that are right, that of told ones that are found, and their harmonic mean.
    package struct Score: Codable, Sendable {
        package let precision: Double
        package let recall: Double
        package let f1: Double

        init(_ right: Int, found: Int, told: Int) {
            precision = found > 0 ? Double(right) / Double(found) : 0
            recall = told > 0 ? Double(right) / Double(told) : 0
            f1 = found + told > 0 ? 2 * Double(right) / Double(found + told) : 0
        }
    }

    /// One measure: of which pairs what counts as right.
    package struct Line: Codable, Sendable {
        /// `box`, `box and role`, or `box, role and name`.
        package let name: String
        package let score: Score
        /// Where F1 lies, by drawing the pictures again.
        package let interval: ConfidenceInterval
    }

    package let pictures: Int
    package let counts: ElementMatching.Counts
    package let lines: [Line]
    package let byRole: [String: ElementMatching.Counts]

    private enum CodingKeys: String, CodingKey {
        case pictures, counts, lines
        case byRole = "by_role"
    }

    /// - Parameter bootstrap: draws the intervals.
    package init(_ pictures: [ElementsEvaluation.Picture], _ bootstrap: Bootstrap = Bootstrap(resamples: 2000)) {
        self.pictures = pictures.count
        let all = pictures.map(\.matching.all)
        counts = all.reduce(ElementMatching.Counts(), +)
        byRole = pictures.reduce(into: [:]) { $0.merge($1.matching.byRole, uniquingKeysWith: +) }
        lines = Self.measures.map { name, right in
            Line(
                name: name, score: Self.score(all, right),
                interval: bootstrap.interval(of: all) { Self.score($0, right).f1 })
        }
    }

    private static let measures: [(String, @Sendable (ElementMatching.Counts) -> Int)] = [
        ("box", { $0.boxes }), ("box and role", { $0.roles }), ("box, role and name", { $0.names }),
    ]

    private static func score(_ parts: [ElementMatching.Counts], _ right: (ElementMatching.Counts) -> Int) -> Score {
        let sum = parts.reduce(ElementMatching.Counts(), +)
        return Score(right(sum), found: sum.found, told: sum.told)
    }

    /// For a person, as lines.
    package var text: String {
        let header = Self.row("", "right", "precision", "recall", "F1", "95 % interval")
        var rows = ["\(pictures) pictures, \(counts.told) elements told, \(counts.found) found", "", header]
        rows += lines.map { line in
            let (score, interval) = (line.score, line.interval)
            return Self.row(
                line.name, "\(Int((score.recall * Double(counts.told)).rounded()))", Self.number(score.precision),
                Self.number(score.recall), Self.number(score.f1),
                "\(Self.number(interval.low)) to \(Self.number(interval.high))")
        }
        if counts.roles > 0 {
            rows += [
                "", "states right of those with box and role: \(Percent(Double(counts.states) / Double(counts.roles)))",
            ]
        }
        rows += ["", Self.row("role", "told", "found", "boxes", "roles", "names")]
        rows += byRole.sorted { ($1.value.told, $0.key) < ($0.value.told, $1.key) }.map { role, counts in
            Self.row(role, "\(counts.told)", "\(counts.found)", "\(counts.boxes)", "\(counts.roles)", "\(counts.names)")
        }
        return rows.joined(separator: "\n")
    }

    private static func number(_ value: Double) -> String { String(format: "%.3f", value) }

    private static func row(_ name: String, _ cells: String...) -> String {
        let padded = cells.map { String(repeating: " ", count: max(1, 11 - $0.count)) + $0 }
        return name + String(repeating: " ", count: max(0, 20 - name.count)) + padded.joined()
    }
}

extension ElementMatching.Counts {
    static func + (one: Self, other: Self) -> Self {
        Self(
            told: one.told + other.told, found: one.found + other.found, boxes: one.boxes + other.boxes,
            roles: one.roles + other.roles, names: one.names + other.names, states: one.states + other.states)
    }
}

extension Bootstrap {
    /// The interval of a figure of several parts, all parts drawn again with replacement.
    fileprivate func interval<Part>(of parts: [Part], _ figure: ([Part]) -> Double) -> ConfidenceInterval {
        var generator = SeededGenerator(seed: seed)
        let figures = (0..<resamples).map { _ in
            figure(parts.map { _ in parts[generator.next(below: parts.count)] })
        }.sorted()
        let tail = Int(((1 - level) / 2 * Double(resamples)).rounded(.down))
        return ConfidenceInterval(low: figures[tail], high: figures[resamples - 1 - tail])
    }
}
