import ArgumentParser
import Evaluation
import Foundation
import JSON
import Traces

/// `deskhand eval propose-check`
struct EvalProposeCheck: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose-check",
        abstract: "Proposes a task's check from what its script changes: files, settings, clipboard, elements.",
        discussion: """
            deskhand eval propose-check letter.json
            deskhand eval propose-check Tasks/desktop/editor-save --write proposed/editor-save
            The script runs twice in fresh sessions, and once nothing is done; what changes by itself is left out. The check
            is then tried on wrong end states, which it should refuse, and on equal ones, which it should accept. A trace is
            taken as the task that it recorded.
            Exit codes: 0 a check is proposed, 1 the script changes nothing that a check can see, 65 the task, the trace or
            its script is malformed.
            """)

    @Argument(help: "A task with a script: its folder or file; or the folder of its trace.")
    var task: String

    @Option(
        help: ArgumentHelp("Write the task with the proposed check to this new folder.", valueName: "folder"))
    var write: String?

    @Option(help: ArgumentHelp("A folder with the files that the task downloads.", valueName: "folder"))
    var mirror: String?

    @OptionGroup var desktop: VirtualDesktopOptions

    @Flag(help: "Print the proposal as JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print no progress.")
    var quiet = false

    func run() async throws {
        let place = FileManager.default.temporaryDirectory.appending(
            path: "deskhand-proposal-\(UUID().uuidString.prefix(8))")
        defer { try? FileManager.default.removeItem(at: place) }
        let proposal: CheckProposal
        do {
            if let write, FileManager.default.fileExists(atPath: write) { throw ProposalError.exists(path: write) }
            let work = try work(in: place.appending(path: "task"))
            guard let script = work.task.settings.script else { throw EvaluationError.noScript(task: work.task.id) }
            let proposing = CheckProposing(
                desktop: try desktop.choice(), mirror: try FileMirror(reading: mirror), isQuiet: quiet)
            proposal = try await Interruptible.run {
                await Result {
                    try await proposing.propose(
                        for: work.task, script: script, parameters: work.parameters, in: place)
                }
            }.get()
            if let write { try proposal.write(to: URL(filePath: write, directoryHint: .isDirectory)) }
        } catch {
            throw ExitStatus(for: error).report(error)
        }
        StandardOutput.show(json ? proposal.json.indentedText : proposal.text)
        if !proposal.hasCheck { throw ExitStatus.failed.code }
    }

    /// The task that was named, or the one that a trace recorded.
    private func work(in folder: URL) throws -> (task: DesktopTask, parameters: [String: String]) {
        guard FileManager.default.fileExists(atPath: "\(task)/trace.jsonl") else {
            let task = try DesktopTask.load(from: URL(filePath: task))
            return (task, task.settings.parameters)
        }
        let trace = try NamedTrace.load([task])[0]
        let work = try RecordedWork(trace.trace, name: trace.path, in: folder)
        var recorded = work.task
        if let script = work.script { recorded.settings.script = script }
        return (recorded, work.parameters)
    }
}

extension Result where Failure == any Error {
    fileprivate init(catching work: () async throws -> Success) async {
        do { self = .success(try await work()) } catch { self = .failure(error) }
    }
}
