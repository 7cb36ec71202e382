import ArgumentParser

/// The exit statuses of every command, as `--help` lists them.
enum ExitStatus: Int32, CaseIterable {
    case done = 0
    case failed = 1
    case couldNotRun = 2
    case misused = 64
    case badInput = 65
    case missingProgram = 66
    case noDisplay = 69
    case displayLost = 70
    case missingExtension = 71
    case notRecorded = 74
    case displayInUse = 75
    case outsidePlan = 77
    case interrupted = 130

    var meaning: String {
        switch self {
        case .done: "passed, or done if there was nothing to check"
        case .failed: "it ran and failed: the task's check, an assertion, nothing found"
        case .couldNotRun: "it could not be run for another reason"
        case .misused: "wrong arguments"
        case .badInput: "a given file is missing, broken or malformed"
        case .missingProgram: "a program or library is missing, or ended early"
        case .noDisplay: "no X server can be reached or started"
        case .displayLost: "the connection to the X server was lost"
        case .missingExtension: "the X server lacks XTEST or another required extension"
        case .notRecorded: "the trace or a file could not be written"
        case .outsidePlan: "stopped before an act that its plan does not say"
        case .displayInUse: "another Deskhand holds this display"
        case .interrupted: "stopped by a signal, the stop chord or a person"
        }
    }

    var code: ExitCode { ExitCode(rawValue) }

    /// The list for `--help`.
    static var table: String {
        "EXIT STATUS\n" + allCases.map { "  \($0.rawValue)\t\($0.meaning)" }.joined(separator: "\n")
    }
}
