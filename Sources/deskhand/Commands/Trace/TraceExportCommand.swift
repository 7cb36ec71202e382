import ArgumentParser
import TraceViewer
import Traces

/// `deskhand trace export`.
struct TraceExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Writes a trace in a form that other tools read.",
        discussion: """
            deskhand trace export TRACE --as traj -o FOLDER      OSWorld's traj.jsonl, a picture after each step, result.txt
            deskhand trace export TRACE --as dataset -o FOLDER   a line for each step: picture, instruction, action
            deskhand trace export TRACE --as video -o FILE.mp4   a video with pointer, presses and captions; or FILE.webm
            """)

    /// What a trace is written as.
    enum Form: String, CaseIterable, ExpressibleByArgument {
        case traj
        case dataset
        case video
    }

    @Argument(help: "The folder with trace.jsonl in it, or a packed trace.")
    var folder: String
    @Option(name: .customLong("as"), help: "The form: traj, dataset or video.")
    var form: Form
    @Option(name: .shortAndLong, help: "The folder or, for a video, the file to write, which must not exist.")
    var output: String
    @Option(
        help: ArgumentHelp(
            "Of a video: 'recorded', or seconds that each step takes.", valueName: "pace"))
    var pace: String?
    @Option(
        help: ArgumentHelp(
            "Of a video at the recorded pace: what took longer is shortened (default: 1.5).", valueName: "seconds"))
    var longestWait: Double?

    func validate() throws {
        guard form == .video else {
            if pace != nil || longestWait != nil {
                throw ValidationError("--pace, --longest-wait: expected with --as video only")
            }
            return
        }
        _ = try filmPace()
    }

    func run() throws {
        do {
            try withTraceErrors {
                let trace = try Trace(folder: folder)
                switch form {
                case .traj: try TraceExport.trajectory.write(trace, to: output)
                case .dataset: try TraceExport.dataset.write(trace, to: output)
                case .video:
                    let film = try TraceFilm(trace, pace: try filmPace())
                    try film.write(to: output)
                    StandardOutput.show("\(output): \((film.seconds * 10).rounded() / 10) s")
                }
            }
        } catch let error as FilmError {
            throw ExitStatus(for: error).report(error)
        }
    }

    private func filmPace() throws -> FilmPace {
        let longest = longestWait ?? 1.5
        guard longest > 0, longest <= 3600 else {
            throw ValidationError("--longest-wait: expected seconds from 0 to 3600, found \(longest)")
        }
        guard let pace, pace != "recorded" else { return .recorded(longestWait: longest) }
        guard let seconds = Double(pace), seconds >= 0.2, seconds <= 60 else {
            throw ValidationError("--pace: expected 'recorded' or seconds from 0.2 to 60, found '\(pace)'")
        }
        if longestWait != nil {
            throw ValidationError("--longest-wait: expected with the recorded pace only, found --pace \(pace)")
        }
        return .fixed(secondsPerStep: seconds)
    }
}

extension FilmError: HasExitStatus {
    var exitStatus: ExitStatus {
        switch self {
        case .noEncoder: .missingProgram
        case .encoderFailed: .couldNotRun
        case .unknownEnding: .misused
        case .notWritable: .notRecorded
        case .noPictures: .badInput
        }
    }
}
