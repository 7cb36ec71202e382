package import JSON

/// Why a plan cannot be used.
package enum PlanError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file does not exist or cannot be read.
    case unreadable(file: String)
    /// The file does not say what a plan has to.
    case malformed(file: String, JSONError)
    /// A step cannot be taken as it is written; its number, and why.
    case step(Int, String)
    /// Nothing says in the windows of which programs the steps may act.
    case noWindows

    package var description: String {
        switch self {
        case .unreadable(let file): "the plan '\(file)' cannot be read; give the path of a JSON file"
        case .malformed(let file, let error): "\(file): \(error)"
        case .step(let number, let problem): "step \(number) of the plan: \(problem)"
        case .noWindows:
            "nothing says in which programs' windows the steps may act; start the programs with the run, or name them under "
                + "'windows' in a plan's file"
        }
    }
}
