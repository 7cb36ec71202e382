import Agents
import ArgumentParser
import Evaluation
import Grounders
import Policies
import QwenVL
import Sessions
import Tensors
import Traces
import X11Desktop

extension ExitStatus {
    /// The status for whatever kept a command from its work.
    init(for error: any Error) {
        self =
            switch error {
            case let error as X11Error: error.exitStatus
            case let error as SessionError: ExitStatus(error)
            case let error as EpisodeStopped: ExitStatus(error)
            case ReplayError.tookTooLong: .couldNotRun
            case is EvaluationError, is ReplayError, is ScriptError, is PlainStepsError, is GateError, is TaskFault:
                .badInput
            case is GroundingEvaluationError, is TaskSuiteError: .badInput
            case let error as RunFolderError: ExitStatus(error)
            case is PolicyNameError, is PredictorNameError, is ValidationError: .misused
            case let error as UnreadableTrace: ExitStatus(reading: error.cause)
            case is TraceError, is OutputFile.Failure: .notRecorded
            case QwenError.notEnoughMemory: .couldNotRun
            case QwenError.unwritable: .notRecorded
            case TensorsError.noOpenBLAS: .missingProgram
            case is QwenError, is PictureFile.Failure: .badInput
            case is GroundersError: .missingProgram
            case is CancellationError: .interrupted
            default: .couldNotRun
            }
    }

    /// The status for a trace that is to be read.
    init(reading error: TraceError) {
        self =
            switch error {
            case .diskFull, .notWritable, .alreadyRecorded, .notEncodable: .notRecorded
            default: .badInput
            }
    }

    private init(_ error: SessionError) {
        self =
            switch error {
            case .displayInUse: .displayInUse
            case .noProgram, .ended, .noGuardian: .missingProgram
            case .notReady: .noDisplay
            case .cancelled: .interrupted
            default: .couldNotRun
            }
    }

    private init(_ error: RunFolderError) {
        self =
            switch error {
            case .notWritable: .notRecorded
            case .inUse: .couldNotRun
            case .otherSettings, .brokenRecord, .notOurs: .badInput
            }
    }

    private init(_ stop: EpisodeStopped) {
        self =
            switch stop {
            case .interrupted: .interrupted
            case .desktopLost: .displayLost
            case .notRecorded: .notRecorded
            case .broken: .couldNotRun
            }
    }
}
