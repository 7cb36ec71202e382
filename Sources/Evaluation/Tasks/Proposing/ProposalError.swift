/// Why no check can be proposed.
package enum ProposalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A run did not come to the end of the steps.
    case stepsFailed(task: String, reason: String)
    /// Where the task is to be written something lies already.
    case exists(path: String)
    case notWritten(path: String, reason: String)

    package var description: String {
        switch self {
        case .stepsFailed(let task, let reason):
            "the steps of '\(task)' did not run to their end: \(reason); correct them, then propose the check again"
        case .exists(let path): "'\(path)' exists already; give a new folder with --write"
        case .notWritten(let path, let reason): "cannot write '\(path)': \(reason)"
        }
    }
}
