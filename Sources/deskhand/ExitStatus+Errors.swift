import Agents
import ArgumentParser
import Constraints
package import Evaluation
import Grounders
import ModelServers
import Policies
package import QwenVL
package import Sessions
package import Tensors
package import Traces

extension ValidationError: IsMisuse {}
extension PolicyNameError: IsMisuse {}
extension PredictorNameError: IsMisuse {}
extension ModelAddressError: IsMisuse {}

extension ScriptError: IsBadInput {}
extension PlainStepsError: IsBadInput {}
extension GateError: IsBadInput {}
extension EvaluationError: IsBadInput {}
extension TaskFault: IsBadInput {}
extension ProposalError: HasExitStatus {
    var exitStatus: ExitStatus {
        switch self {
        case .stepsFailed: .couldNotRun
        case .exists, .notWritten: .notRecorded
        }
    }
}
extension TaskSuiteError: IsBadInput {}
extension GroundingEvaluationError: IsBadInput {}
extension PictureFile.Failure: IsBadInput {}
extension ModelsFileError: IsBadInput {}

extension ModelServerError: HasExitStatus {
    var exitStatus: ExitStatus {
        if case .noPrices = self { .badInput } else { .couldNotRun }
    }
}

extension ReplayError: HasExitStatus {
    var exitStatus: ExitStatus {
        switch self {
        case .tookTooLong, .noGrading: .couldNotRun
        case .notRead: .missingProgram
        default: .badInput
        }
    }
}

extension GroundersError: HasExitStatus {
    var exitStatus: ExitStatus { .missingProgram }
}

extension OutputFile.Failure: HasExitStatus {
    var exitStatus: ExitStatus { .notRecorded }
}

extension TraceError: HasExitStatus {
    /// For a trace that is to be written.
    var exitStatus: ExitStatus { .notRecorded }

    /// For a trace that is to be read.
    var exitStatusOfReading: ExitStatus {
        switch self {
        case .diskFull, .notWritable, .alreadyRecorded, .notEncodable: .notRecorded
        default: .badInput
        }
    }
}

extension UnreadableTrace: HasExitStatus {
    var exitStatus: ExitStatus { cause.exitStatusOfReading }
}

extension ConstraintError: IsBadInput {}

extension QwenError: HasExitStatus {
    var exitStatus: ExitStatus {
        switch self {
        case .notEnoughMemory: .couldNotRun
        default: isUnwritable ? .notRecorded : .badInput
        }
    }
}

extension TensorsError: HasExitStatus {
    var exitStatus: ExitStatus {
        switch self {
        case .noOpenBLAS: .missingProgram
        default: .couldNotRun
        }
    }
}

extension SessionError: HasExitStatus {
    var exitStatus: ExitStatus {
        switch self {
        case .displayInUse: .displayInUse
        case .noProgram, .ended, .noGuardian: .missingProgram
        case .notReady: .noDisplay
        case .cancelled: .interrupted
        default: .couldNotRun
        }
    }
}

extension RunFolderError: HasExitStatus {
    var exitStatus: ExitStatus {
        switch self {
        case .notWritable: .notRecorded
        case .inUse: .couldNotRun
        case .otherSettings, .brokenRecord, .notOurs: .badInput
        }
    }
}

extension EpisodeStopped: HasExitStatus {
    var exitStatus: ExitStatus {
        switch self {
        case .interrupted: .interrupted
        case .desktopLost: .displayLost
        case .notRecorded: .notRecorded
        case .broken: .couldNotRun
        }
    }
}
