/// What keeps a trace from being replayed.
package enum ReplayError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The trace holds an action that this Deskhand does not know.
    case unknownDecision(step: Int)
    /// A task that the trace does not hold whole.
    case noTask(trace: String)
    case notRestored(path: String, reason: String)
    /// A folder for the task's files that is not there.
    case noFiles(path: String)
    /// Recording broke off; what is lost is told in words.
    case incomplete(trace: String, losses: [String])
    /// The run ended before anything was seen or judged.
    case nothingToCompare(trace: String, end: String)
    /// A rule of the trace says something that no option could.
    case brokenComparison(trace: String, fault: String)
    /// Words were to be compared.
    case notRead(reason: String)
    /// No step has a screen and a decision.
    case noSteps(trace: String)
    /// The replay's own trace does not say what the check said.
    case noGrading
    /// No step has an answer of a model.
    case noAnswers(trace: String)
    /// The time was up before all screens had come, and none that came differed.
    case tookTooLong(seconds: Int, screens: Int, expected: Int)

    package var description: String {
        switch self {
        case .unknownDecision(let step):
            "step \(step) of the trace has a decision that this Deskhand does not know; use the version that recorded it"
        case .noTask(let trace):
            "the trace '\(trace)' has no task to set up; record it with 'deskhand run'"
        case .notRestored(let path, let reason): "the recorded task cannot be restored at '\(path)': \(reason)"
        case .noFiles(let path):
            "--files: the folder '\(path)' does not exist; give the task's folder, or 'recorded' for the files of the recording"
        case .incomplete(let trace, let losses):
            "INCOMPLETE: the trace '\(trace)' is incomplete: \(losses.joined(separator: "; ")); record it again"
        case .nothingToCompare(let trace, let end):
            "the trace '\(trace)' has no screen and no verdict to compare with; its run ended before (\(end)); record it again"
        case .brokenComparison(let trace, let fault):
            "the trace '\(trace)' says how to compare it, but \(fault); say it again with 'deskhand trace mask --clear'"
        case .notRead(let reason): "the words on the screen have to be compared and cannot be read: \(reason)"
        case .noSteps(let trace): "the trace '\(trace)' has no step to ask a policy about; record it again"
        case .noGrading: "what the task's check said in the replay could not be read back; replay it again"
        case .noAnswers(let trace): "the trace '\(trace)' has no model answers; record one with --policy qwen:DIR"
        case .tookTooLong(let seconds, let screens, let expected):
            "\(screens) of \(expected) screens had come after \(seconds) seconds, all as recorded: this machine is too "
                + "busy, or the display hangs; replay it when less else runs"
        }
    }
}
