import ArgumentParser
import Foundation
import X11Desktop

extension X11Error {
    /// The exit status of a command that this error ends.
    var exitStatus: ExitStatus {
        switch self {
        case .noServer, .notLetIn: .noDisplay
        case .displayLost: .displayLost
        case .missingExtension: .missingExtension
        case .unsupportedVisual, .screenUnusable: .couldNotRun
        default: .failed
        }
    }
}

extension ExitStatus {
    /// Prints an error, and returns what a command throws to exit with this status.
    func report(_ error: any Error) -> ExitCode {
        let error: any Error = error is CancellationError ? BrokenOff() : error
        StandardError.say("Error: \(error)")
        return code
    }
}

/// The message after an interruption.
private struct BrokenOff: Error, CustomStringConvertible {
    let description = "broken off"
}
