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
        steps.changeLast { $0.unseen.append(self) }
        steps.spend(elapsed, .wait)
    }

    package static func rows(of step: RecordedStep) -> [TraceRow] {
        TraceRow.list(("outside", (step.outside + step.unseen).map(\.words).joined(separator: "\n")))
    }

    private var words: String {
        if let launched { return "started " + launched.command.joined(separator: " ") }
        return file.map { "wrote \($0.path), \($0.size) bytes" } ?? ""
    }
}

/// A program that was started from outside of the episode.
package struct RecordedLaunch: Hashable, Codable, Sendable {
    /// Program and arguments.
    package var command: [String]
    /// Its working folder; `nil` for the home.
    package var folder: String?
    /// Whether what followed waited for its end.
    package var isAwaited: Bool?

    private enum CodingKeys: String, CodingKey {
        case command, folder
        case isAwaited = "awaited"
    }
}

extension Trace {
    /// All files that are kept beside the trace: those of the task, and those written from outside.
    package var inputs: [RecordedInput] { header.inputs + lines.compactMap { ($0.event as? OutsideEvent)?.file } }
}
