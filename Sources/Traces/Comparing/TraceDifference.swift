import Agents

/// Two runs beside each other: their steps aligned by what was decided, and the first difference that matters.
package struct TraceDifference: Sendable {
    /// One row of the alignment; a side is `nil` where the other run has a step that this one lacks.
    struct Pair: Sendable {
        var one: RecordedStep?
        var other: RecordedStep?
        /// What differs, in words; empty for steps that are alike.
        var differences: [String] = []
        /// Whether more than places and pixels differ.
        var matters = false
    }

    let pairs: [Pair]
    private let one: Trace
    private let other: Trace
    /// What differs besides the steps.
    private let facts: [String]

    /// Aligns two traces.
    package init(_ one: Trace, _ other: Trace) {
        (self.one, self.other) = (one, other)
        let alignment = StepAlignment(one.steps, other.steps)
        pairs = alignment.pairs.map { StepDifference($0, $1).pair }
        let environment = other.header.environment.differences(from: one.header.environment)
        facts =
            [
                Self.change("task", one.header.task?.sha256.prefix(12), other.header.task?.sha256.prefix(12)),
                Self.change("policy", one.header.policy, other.header.policy),
                Self.change("end", one.end?.reason, other.end?.reason),
                Self.change("check", one.grading?.summary, other.grading?.summary),
            ].compactMap(\.self) + environment
    }

    /// Whether both did the same and came to the same end; places and pixels may differ.
    package var isSame: Bool {
        !pairs.contains(where: \.matters) && one.grading?.verdict == other.grading?.verdict
            && one.end?.reason == other.end?.reason
    }

    private static func change(_ what: String, _ old: (some Equatable)?, _ new: (some Equatable)?) -> String? {
        let (then, now) = (old.map { "\($0)" } ?? "none", new.map { "\($0)" } ?? "none")
        return then == now ? nil : "\(what): \(then) / \(now)"
    }

    /// Characters of the whole text: at most 1,500 tokens of any usual tokenizer for English and names.
    private static let maximumLength = 4500
    private static let maximumLine = 220
    /// For the line that says how much is left out.
    private static let roomForRest = 40

    /// For people and models: both runs in a line each, the first difference that matters, the others in short.
    package func text(named names: (String, String)) -> String {
        let alike = pairs.count { $0.differences.isEmpty }
        var lines = [
            "A: \(names.0): \(one.steps.count) steps, \(one.ending)",
            "B: \(names.1): \(other.steps.count) steps, \(other.ending)",
            "\(alike) of \(pairs.count) aligned steps are alike",
        ]
        let first = pairs.firstIndex(where: \.matters)
        if let first {
            lines += ["", "first difference that matters: \(pairs[first].place)"] + pairs[first].lines
        } else {
            lines += ["", "no step differs in what was done or in what the screen says"]
        }
        let rest = pairs.indices.filter { $0 != first && !pairs[$0].differences.isEmpty }
        if !rest.isEmpty { lines += ["", "other differences:"] + rest.map { pairs[$0].short } }
        if !facts.isEmpty { lines += ["", "besides:"] + facts.map { "  \($0)" } }
        return Self.cut(lines)
    }

    private static func cut(_ lines: [String]) -> String {
        var (kept, length): ([String], Int) = ([], 0)
        for (index, line) in lines.enumerated() {
            let plain = line.replacing("\n", with: "\\n")
            let short = plain.count > maximumLine ? plain.prefix(maximumLine - 1) + "…" : plain[...]
            guard length + short.utf8.count < maximumLength - roomForRest else {
                return (kept + ["… \(lines.count - index) more lines"]).joined(separator: "\n")
            }
            kept.append(String(short))
            length += short.utf8.count + 1
        }
        return kept.joined(separator: "\n")
    }
}

extension TraceDifference.Pair {
    fileprivate var place: String {
        switch (one?.number, other?.number) {
        case (let a?, let b?) where a == b: "step \(a)"
        case (let a?, let b?): "step \(a) of A, step \(b) of B"
        case (let a?, nil): "step \(a) of A, which B lacks"
        case (nil, let b?): "step \(b) of B, which A lacks"
        case (nil, nil): ""
        }
    }

    fileprivate var lines: [String] {
        var lines = [one.map { "  A: \($0.headline)" }, other.map { "  B: \($0.headline)" }].compactMap(\.self)
        if one?.headline == other?.headline { lines = [one.map { "  both: \($0.headline)" }].compactMap(\.self) }
        for (name, answer) in [("A", one?.decision?.answer), ("B", other?.decision?.answer)] {
            if let answer { lines.append("  \(name) answered: \(answer.text.prefix(160))") }
        }
        return lines + differences.map { "  \($0)" }
    }

    fileprivate var short: String {
        "  \(place): \((one ?? other)?.title ?? ""): \(differences.prefix(2).joined(separator: "; "))"
    }
}

extension RecordedGrading {
    fileprivate var summary: String { detail.isEmpty ? verdict.rawValue : "\(verdict.rawValue): \(detail)" }
}

extension Trace {
    fileprivate var ending: String {
        let end = end?.reason ?? "broken off"
        return grading.map { "\(end), check \($0.verdict.rawValue)" } ?? end
    }
}
