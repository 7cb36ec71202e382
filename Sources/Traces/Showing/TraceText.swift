import Foundation
import Interaction

extension Trace {
    /// The trace for people: what it is of, one block a step, and how it ended.
    package var text: String {
        var blocks = [opening]
        blocks += steps.map(\.text)
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
        if let grading { rows += grading.rows }
        rows += losses.lines.map { "lost: \($0)" }
        if losses.contains(where: \.isDamage) { rows.append("INCOMPLETE: the rest is shown above") }
        return rows.map(TerminalText.line).joined(separator: "\n")
    }

    /// For programs: the header, the assembled steps, the end, the check's verdict, and what a crash took away.
    package func json() throws -> String {
        struct Report: Encodable {
            let header: TraceHeader
            let steps: [RecordedStep]
            let released: TraceEvent.Released?
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

extension RecordedGrading {
    /// The verdict, and what each check found.
    fileprivate var rows: [String] {
        ["check: \(verdict.rawValue)" + (detail.isEmpty ? "" : ": \(detail)")]
            + (checks ?? []).flatMap { check in
                ["       \(check.reason)"]
                    + (check.difference ?? "").split(separator: "\n").map { "         \($0)" }
            }
    }
}

extension RecordedStep {
    /// A block of lines.
    package var text: String {
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
        for fault in unusable { add("unusable", "\(fault.reason): \(fault.answer.text)") }
        for wait in waits.suffix(1) { add("waited", "\(waits.count) times for \(wait.what)") }
        add("answer", decision?.answer?.text)
        add("grounding", decision?.grounding?.text)
        add("coordinates", (decision?.answer?.coordinates ?? before?.coordinates)?.text)
        add("mapping", decision?.answer?.mapping)
        if gate?.allowed == false { add("refused", gate?.rule) }
        if !outdated.isEmpty { add("decided anew", "\(outdated.count) times: \(outdated[0])") }
        add("keys", gate?.keys)
        add("element", gate?.element)
        add("members", members?.map(\.text).joined(separator: "\n"))
        add("failed", failure)
        add("hand", execution?.text)
        add("settled", settling?.text)
        add("window", before?.windows.first { $0.id == before?.activeWindow }?.title)
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

extension RecordedGrounding {
    /// What was taken and why.
    package var text: String {
        guard candidates.indices.contains(chosen) else { return "'\(target.text)': nothing chosen" }
        let taken = candidates[chosen]
        return "'\(target.text)' → '\(taken.text)' (\(Int(taken.confidence * 100)) %), rule \(rule), "
            + "\(chosen + 1) of \(candidates.count)"
    }
}

extension RecordedAnswer {
    /// From the model's numbers to the screen's.
    package var mapping: String? {
        guard let point = action?.coordinate, let mapped else { return nil }
        return "model \(point) in \(coordinates.model) × \(coordinates.scale) + capture "
            + "[\(coordinates.capture.x), \(coordinates.capture.y)] = screen [\(mapped.x), \(mapped.y)]"
            + (clamped ? ", clamped" : ", not clamped")
    }
}

extension RecordedFrame {
    /// All that a point is converted with.
    package var text: String {
        "screen \(screen), capture \(capture.width) × \(capture.height) at [\(capture.x), \(capture.y)], image \(image), model \(model), scale "
            + scale.map { "\($0)" }.joined(separator: " × ")
    }
}

extension RecordedExecution {
    /// What the hand reports.
    package var text: String? {
        if let typing { return typing.text }
        if let notches { return "\(notches) notches" }
        return pointerBefore == pointerAfter ? nil : "pointer to (\(pointerAfter.x), \(pointerAfter.y))"
    }
}

extension RecordedTyping {
    /// How much was typed, and how much of it was read back.
    package var text: String {
        guard let verified else { return "typed \(typed), unverified" }
        return "typed \(typed), verified \(verified)"
            + (firstDifference.map { ", first difference at character \($0)" } ?? "")
    }
}

extension RecordedSettling {
    /// How the screen came to rest.
    package var text: String {
        let time = "\(Int(settledMilliseconds.rounded())) ms"
        let ignored = regions.isEmpty ? "" : ", ignoring " + regions.map(\.kind).joined(separator: ", ")
        switch reason {
        case "quiet": return "after \(time)\(ignored)"
        case "no_change": return "nothing visible changed"
        default: return "still changing after \(time)\(ignored)"
        }
    }
}
