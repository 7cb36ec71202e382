import Evaluation
import Images
import Traces

/// A part of the screen that changes by itself, and how that is known.
struct MaskSuggestion {
    let box: Box<ScreenSpace>
    let reason: String

    /// Those of a trace: what kept changing while it was recorded, what changed where nothing was done, and what differs
    /// from other runs of the same steps.
    static func all(for trace: Trace, beside others: [String]) throws -> [MaskSuggestion] {
        var found: [MaskSuggestion] = []
        func add(_ boxes: [Box<ScreenSpace>], _ reason: String) {
            for box in boxes where !found.contains(where: { $0.box.contains(box) }) {
                found.append(MaskSuggestion(box: box, reason: reason))
            }
        }
        for other in others {
            guard
                let changes = try SelfChanges(trace, try Trace(folder: other), threshold: SelfChanges.defaultThreshold)
            else {
                throw TraceError.notReadable(
                    path: other,
                    reason: "it took other steps than the trace, or more than a tenth of the screen differs")
            }
            add(changes.boxes, "it differs in '\(other)'")
        }
        if let changes = try SelfChanges(within: trace) { add(changes.boxes, "it changed where nothing was done") }
        for step in trace.steps {
            let moving = (step.settling?.regions ?? []).filter { ["periodic", "unstable"].contains($0.kind) }
            add(moving.map(\.box), "it kept changing after step \(step.number)")
        }
        return found
    }

    /// What is suggested, a line each, and the command that keeps all of it.
    static func text(_ found: [MaskSuggestion], trace: String, step: Int?, isAccepted: Bool) -> String {
        guard !found.isEmpty else { return "nothing is known to change by itself, but what the trace ignores already" }
        let lines = found.map { "\($0.box.option)  \($0.reason)" }
        guard !isAccepted else { return lines.joined(separator: "\n") }
        let place = step.map { "--step \($0) " } ?? ""
        let regions = found.map(\.box.option).joined(separator: " ")
        return (lines + ["to keep them: deskhand trace mask '\(trace)' \(place)\(regions)"]).joined(separator: "\n")
    }
}
