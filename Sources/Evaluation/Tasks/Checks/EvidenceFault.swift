import Foundation
import Interaction
import Sessions

/// Evidence that cannot be looked at, told apart by whose doing that is.
package enum EvidenceFault: Error, Hashable, Sendable {
    /// What the policy left, or ended, is not what the check needs: a score of 0 with the reason.
    case ofGuest(String)
    /// The task asks for something that cannot be: not evaluated.
    case ofTask(String)
    /// The machine or Deskhand is at fault: not evaluated.
    case ofMachine(String)
    /// Other programs can read what was left, and Deskhand cannot: not evaluated.
    case ofReader(String)
}

extension EvidenceFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .ofGuest(let problem): "the policy's result cannot be judged: \(problem)"
        case .ofTask(let problem), .ofMachine(let problem): problem
        case .ofReader(let problem): "Deskhand cannot read the policy's result: \(problem)"
        }
    }
}

extension EvidenceFault {
    /// Tells whose doing an error is that was met while the final state was looked at.
    ///
    /// After the policy's first action, whatever lies in the session's files is its doing, and so is the end of what ran
    /// there. Before it, nothing is. An error that can come from either side counts as the policy's after its first
    /// action: otherwise it could keep a failure from being counted.
    ///
    /// - Parameters:
    ///   - policyActed: whether an action was announced before.
    ///   - isOwnDisplay: whether the X server is the session's own.
    init(_ error: any Error, policyActed: Bool, isOwnDisplay: Bool) {
        let fault: EvidenceFault =
            switch error {
            case let fault as EvidenceFault: fault
            case is TaskFault: .ofTask("\(error)")
            case let error as GuestFileError: error.isOfMachine ? .ofMachine("\(error)") : .ofGuest("\(error)")
            case let error as SessionError: EvidenceFault(error)
            case EvaluationError.noWindow: .ofGuest("\(error)")
            case is EvaluationError: .ofTask("\(error)")
            case is DesktopLost where isOwnDisplay: .ofGuest("the session's X server has ended: \(error)")
            default: .ofMachine("\(error)")
            }
        guard case .ofGuest(let problem) = fault, !policyActed else {
            self = fault
            return
        }
        self = .ofTask(problem)
    }

    private init(_ error: SessionError) {
        self =
            switch error {
            case .noProgram(let name) where name.contains("/"): .ofGuest("\(error)")
            case .noProgram, .displayInUse, .noLock, .noFolder, .noGuardian, .noSandbox, .emptyCommand,
                .cancelled:
                .ofMachine("\(error)")
            // It hung, was ended, could not be started for want of processes, or brought the session to its limits.
            default: .ofGuest("\(error)")
            }
    }
}
