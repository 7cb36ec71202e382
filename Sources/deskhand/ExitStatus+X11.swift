import ArgumentParser
import Foundation
package import X11Desktop

extension X11Error: HasExitStatus {
    /// The status that a command ends with when it meets this error.
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
    /// Tells a person what went wrong, and gives what a command throws to end with this status.
    func report(_ error: any Error) -> ExitCode {
        let error: any Error = error is CancellationError ? BrokenOff() : error
        StandardError.say("Error: \(error)")
        return code
    }
}

/// What a person is told who broke a command off.
private struct BrokenOff: Error, CustomStringConvertible {
    let description = "broken off"
}
