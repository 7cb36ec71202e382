package import Agents
import Images

/// Something was done to the desktop from outside of the episode: a program was started, or a file written.
package struct OutsideEvent: TraceEvent {
    package static var name: String { "outside" }

    /// The program that was started.
    package var launched: RecordedLaunch?
    /// The file that was written, kept beside the trace like those of the task.
    package var file: RecordedInput?

    package init(_ change: OutsideChange) {
        switch change {
        case .launched(let words, let folder, let isAwaited):
            launched = RecordedLaunch(command: words, folder: folder, isAwaited: isAwaited ? true : nil)
        case .wrote(let path, let contents, let isExecutable):
            file = RecordedInput(path: path, contents: contents)
            file?.isExecutable = isExecutable ? true : nil
        }
    }

    package func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.changeLast { $0.unseen.append(RecordedOutside(launched: launched, file: file)) }
        steps.spend(elapsed, .wait)
    }

    package static func rows(of step: RecordedStep) -> [TraceRow] {
        TraceRow.list(("outside", (step.outside + step.unseen).map(\.words).joined(separator: "\n")))
    }
}

extension Trace {
    /// All files that are kept beside the trace: those of the task, and those written from outside.
    package var inputs: [RecordedInput] { header.inputs + lines.compactMap { ($0.event as? OutsideEvent)?.file } }
}
