import Foundation
import Images
import Interaction

extension Trace {
    /// The trace for people: what it is of, one block a step, and how it ended.
    package var text: String {
        var blocks = [opening]
        let steps = steps
        blocks += steps.map(\.text)
        if steps.isEmpty { blocks += lastPrinted().map(TerminalText.lines) }
        blocks.append(closing)
        return blocks.joined(separator: "\n\n")
    }

    private var opening: String {
        var rows = [header.instruction, "  policy     \(header.policy)", "  started    \(header.started)"]
        if let task = header.task { rows.append("  task       \(task.id)  sha256 \(task.sha256.prefix(12))") }
        if let screen = header.session.screen { rows.append("  screen     \(screen), \(header.session.kind)") }
        return rows.map(TerminalText.line).joined(separator: "\n")
    }

    private var closing: String {
        var rows: [String] = []
        if let released { rows.append("released at the end: \(released.names.joined(separator: ", "))") }
        if let end {
            let steps = end.steps == 1 ? "1 step" : "\(end.steps) steps"
            rows.append("ended: \(end.reason) after \(steps)" + (end.detail.map { ": \($0)" } ?? ""))
        }
        if let grading { rows += grading.lines }
        rows += losses.lines.map { "lost: \($0)" }
        if losses.contains(where: \.isDamage) { rows.append("INCOMPLETE: the rest is shown above") }
        return rows.map(TerminalText.line).joined(separator: "\n")
    }

    /// For programs: the header, the assembled steps, the end, the check's verdict, and what a crash took away.
    package func json() throws -> String {
        struct Report: Encodable {
            let header: TraceHeader
            let steps: [RecordedStep]
            let released: ReleasedEvent?
            let end: RecordedEnd?
            let grading: RecordedGrading?
            let losses: [String]
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let report = Report(
            header: header, steps: steps, released: released, end: end, grading: grading,
            losses: losses.map(\.description))
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}

extension RecordedStep {
    /// A block of lines.
    var text: String {
        var rows = ["\(number)  \(TerminalText.line(headline))"]
        func add(_ name: String, _ text: String?) {
            guard let text else { return }
            // Further lines are indented, so that none can pass for a line of ours.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
                TerminalText.line(String($0))
            }
            let name = name.padding(toLength: 12, withPad: " ", startingAt: 0)
            rows.append("   " + name + lines.joined(separator: "\n" + String(repeating: " ", count: 15)))
        }
        for row in self.rows { add(row.label, row.text) }
        add("time", phases.map { "\($0.name.rawValue) \(Int($0.milliseconds.rounded())) ms" }.joined(separator: ", "))
        add("frames", [before, after].compactMap { $0?.frame.description.prefix(12) }.joined(separator: " → "))
        return rows.joined(separator: "\n")
    }

    /// What was decided, in one line.
    package var headline: String {
        if let action { return action.description }
        if let claim = decision?.assertion { return "assert \(claim.claim): \(claim.holds ? "holds" : claim.detail)" }
        if let finish = decision?.finish { return finish.success ? "finished" : "gave up: \(finish.text ?? "")" }
        return "broken off before a decision"
    }
}
