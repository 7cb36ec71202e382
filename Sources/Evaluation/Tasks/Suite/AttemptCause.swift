import Agents
import Sessions
import Traces

/// The kinds of reasons for which attempts do not pass.
package enum AttemptCause: String, Codable, CaseIterable, Sendable {
    // What the policy did, or did not do.
    case wrongState = "wrong_state"
    case sideEffect = "side_effect"
    case gaveUp = "gave_up"
    case refusal
    case safetyStop = "safety_stop"
    case outsidePlan = "outside_plan"
    case stuck
    case assertion
    case crash
    case limit
    case unusableAnswers = "unusable_answers"
    // What keeps an attempt from being evaluated.
    case unsupported
    case noScript = "no_script"
    case missingProgram = "missing_program"
    case session
    case display
    case setUp = "set_up"
    case policy
    case check
    case unreadable
    case notRecorded = "not_recorded"

    var words: String {
        switch self {
        case .wrongState: "the final state is not what was asked for"
        case .sideEffect: "a forbidden side effect"
        case .gaveUp: "the policy gave up"
        case .refusal: "the model refused"
        case .safetyStop: "stopped by a safety check"
        case .outsidePlan: "stopped outside of the plan"
        case .stuck: "the policy got stuck"
        case .assertion: "an assertion of the script did not hold"
        case .crash: "a program under test crashed"
        case .limit: "stopped at a limit"
        case .unusableAnswers: "answers that mean no action"
        case .unsupported: "the task asks for what Deskhand does not have"
        case .noScript: "the task has no script"
        case .missingProgram: "a program is missing"
        case .session: "the session could not be started"
        case .display: "the display was lost"
        case .setUp: "the set-up failed"
        case .policy: "the policy broke down"
        case .check: "the check could not be made"
        case .unreadable: "Deskhand cannot read what was left"
        case .notRecorded: "the trace could not be written"
        }
    }
}

extension AttemptCause {
    /// Why a task that was run to its end failed.
    init(_ end: EpisodeEnd.Reason?, hasSideEffect: Bool) {
        self =
            switch end {
            case _ where hasSideEffect: .sideEffect
            case .finished(.failure), .finished(.infeasible): .gaveUp
            case .finished(.refusal): .refusal
            case .finished(.safetyStop): .safetyStop
            case .finished(.outsidePlan): .outsidePlan
            case .finished(.stuck): .stuck
            case .limit: .limit
            case .unusableAnswers: .unusableAnswers
            case .assertionFailed: .assertion
            case .programEnded: .crash
            case .desktopLost: .display
            case .finished(.success), .interrupted, .notRecorded, .broken, nil: .wrongState
            }
    }

    /// What kept a task from being evaluated.
    ///
    /// - Parameter phase: what was being done at that moment.
    init(_ error: any Error, during phase: AttemptPhase) {
        self =
            switch error {
            case SessionError.noProgram, EvaluationError.lackForGrading: .missingProgram
            case EpisodeStopped.desktopLost: .display
            case EpisodeStopped.broken: .policy
            case EpisodeStopped.notRecorded, is TraceError, is RunFolderError: .notRecorded
            case EvaluationError.noScript: .noScript
            case EvaluationError.noTask, EvaluationError.malformedTask, EvaluationError.misplacedSecret,
                EvaluationError.outsideOfHome:
                .unsupported
            case EvaluationError.missingFile: .setUp
            case EvidenceFault.ofReader: .unreadable
            default:
                switch phase {
                case .session: .session
                case .setUp: .setUp
                case .check, .close: .check
                case .policy, .look, .gate, .act, .settle, .wait: .policy
                }
            }
    }
}

/// Whether trying once more may help: the trouble lies neither with the policy nor with the task.
func isTransient(_ error: any Error, during phase: AttemptPhase) -> Bool {
    switch error {
    case EvaluationError.noWindow, EvaluationError.setupFailed, EpisodeStopped.desktopLost: true
    case SessionError.noProgram, SessionError.noGuardian, SessionError.emptyCommand, SessionError.noSandbox: false
    case is EpisodeStopped, is EvaluationError, is TaskFault, is TraceError, is ScriptError: false
    case is RunFolderError: false
    case EvidenceFault.ofGuest, EvidenceFault.ofTask, EvidenceFault.ofReader: false
    case let error as GuestFileError: error.isOfMachine
    default: [.session, .setUp, .check, .close].contains(phase)
    }
}
