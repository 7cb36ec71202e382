import Agents
import ArgumentParser
package import Datasets
import Foundation

/// `deskhand dataset`
struct DatasetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dataset", abstract: "Makes data sets of screens and their elements.",
        discussion: ExitStatus.table, subcommands: [DatasetCaptureCommand.self])
}

/// `deskhand dataset capture`
struct DatasetCaptureCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "capture",
        abstract: "Captures programs' screens with all elements, for training and evaluating grounding.",
        discussion: """
            deskhand dataset capture mousepad "zenity --calendar" --out screens
            Starts each program on a private display, opens its menus, tabs, lists and dialogs, and keeps each screen that \
            shows something new. Nothing is pressed that deletes, sends, prints, quits or leaves the program. The first \
            variant has the standard look; the others have other themes, fonts, resolutions and sizes.
            The folder --out holds images/ with NAME.png and NAME.told.json, capture.jsonl with all elements of each screen, \
            and screenspot_desktop_v2.json with the visible targets that a name is unique to, for 'eval grounding'.
            After an interruption, run the same command again to resume; programs and variants may be added.
            Exit codes: 0 done, 64 misused, 65 other settings in --out, 66 a program is missing, 74 not written, \
            130 interrupted.
            """)

    @Argument(help: "Programs' names or paths; one with arguments in quotes.")
    var programs: [String]

    @Option(help: ArgumentHelp("The folder for the data set.", valueName: "folder"))
    var out: String

    @Option(help: "Number of looks that each program is captured in.")
    var variants = 2

    @Option(help: "Maximum screens of a program in one look.")
    var screens = 12

    @Option(help: "Maximum clicks on a program in one look.")
    var presses = 60

    @Option(help: "Random seed of the looks and of the order in which things are opened.")
    var seed: UInt64 = 1

    @Flag(
        inversion: .prefixedNo,
        help: "Run the programs in a sandbox, without network and outside files (needs bwrap).")
    var sandbox = true

    @Flag(name: .shortAndLong, help: "Print no progress.")
    var quiet = false

    func validate() throws {
        guard (1...1000).contains(variants), screens > 0, presses >= 0 else {
            throw ValidationError("--variants: expected 1 to 1000; --screens: expected 1 or more; --presses: 0 or more")
        }
        guard try commands().allSatisfy({ !$0.isEmpty }) else {
            throw ValidationError("expected the name of a program, found an empty argument")
        }
    }

    private func commands() throws -> [[String]] { try programs.map { try CommandWords.split($0, isOfPerson: true) } }

    func run() async throws {
        let result = await Interruptible.run {
            do { return Result<DatasetCapture.Summary, any Error>.success(try await capture()) } catch {
                return .failure(error)
            }
        }
        switch result {
        case .success(let summary):
            for problem in summary.problems { StandardError.say(problem) }
            StandardOutput.show(summary.text)
            if summary.screens == 0 { throw ExitStatus.couldNotRun.code }
        case .failure(is CancellationError):
            StandardError.say("interrupted; run the same command again to resume")
            throw ExitStatus.interrupted.code
        case .failure(let error):
            throw ExitStatus(for: error).report(error)
        }
    }

    private func capture() async throws -> DatasetCapture.Summary {
        let settings = CaptureSettings(seed: seed, screens: screens, presses: presses, isSandboxed: sandbox)
        let capture = try DatasetCapture(try commands(), variants: variants, settings, in: URL(filePath: out))
        let line = ProgressLine(isQuiet: quiet)
        return try await capture.run { progress in
            line.show(progress.text, isLast: progress.next == nil)
        }
    }
}

extension DatasetCapture.Progress {
    fileprivate var text: String { "\(finished) of \(all)" + (next.map { ", \($0)" } ?? "") }
}

extension DatasetCapture.Summary {
    fileprivate var text: String { "\(screens) screens, \(texts + icons) targets: \(texts) text, \(icons) icon" }
}

extension CaptureError: HasExitStatus {
    var exitStatus: ExitStatus { .missingProgram }
}
