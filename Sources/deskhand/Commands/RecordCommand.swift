import Agents
import ArgumentParser
import Evaluation
import Foundation
import Recording

/// `deskhand record`
struct RecordCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "record",
        abstract: "Records what a person does, as a trace and as a script that does it again.",
        discussion: """
            On a virtual display that a VNC viewer on this machine shows, with programs that are started there:
              deskhand record mousepad --trace letter --task letter.json
            or on a live display:
              deskhand record --display :0 --trace letter --task letter.json

            While it records, Control and Alt with
              a       check that what the pointer is on is there
              s       what is typed from here on, or no longer, is secret: only {{env:SECRET_1}} is kept of it
              Escape  end the record
            Ctrl-C in the terminal ends it as well. Clicks are named by what they hit, as far as words lead back to it;
            `deskhand run letter.json` does the steps again, `deskhand replay letter` also compares every screen.
            A task from a virtual display gets a check of what the steps changed, as `deskhand eval propose-check` finds it.

            \(ExitStatus.table)
            """)

    @Argument(help: ArgumentHelp("A program to start before; may be repeated.", valueName: "command"))
    var programs: [String] = []

    @OptionGroup var desktop: DesktopOptions

    @Option(help: ArgumentHelp("The folder for the trace.", valueName: "folder"))
    var trace: String?

    @Option(help: ArgumentHelp("The task to write, with the script.", valueName: "FILE.json"))
    var task: String?

    @Flag(inversion: .prefixedNo, help: "Propose a check for the task, by running its steps twice on virtual displays.")
    var check = true

    @Option(help: "What the person does, in words, for the task and the trace.")
    var instruction = "What a person does."

    @Option(help: ArgumentHelp("The language of the screen, for reading its words.", valueName: "code"))
    var lang = "eng"

    @Option(
        help: ArgumentHelp("A part of the screen that is black in the trace; may be repeated.", valueName: "X,Y,WxH"))
    var mask: [String] = []

    @Option(help: "Timeout in seconds; the record ends after it.")
    var seconds = 3600.0

    @Flag(name: .shortAndLong, help: "Say nothing while recording.")
    var quiet = false

    func validate() throws {
        guard seconds > 0, seconds <= 86_400 else {
            throw ValidationError("--seconds: expected more than 0, up to 86400, found \(seconds)")
        }
        if let task, FileManager.default.fileExists(atPath: task) {
            throw ValidationError("--task: \(task) exists already; give another name, or remove it")
        }
    }

    func run() async throws {
        do {
            let recording = try PersonRecording(self)
            let result = await Interruptible.run(endsItself: { recording.finish() }) { await recording.run() }
            try await report(result, recording)
        } catch let code as ExitCode {
            throw code
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    private func report(_ result: TaskResult, _ recording: PersonRecording) async throws {
        let steps = await recording.steps
        if case .notEvaluated(let reason, let cause) = result.outcome, result.end == nil {
            StandardError.say("deskhand: \(reason)")
            throw (cause.map { ExitStatus(for: $0) } ?? .couldNotRun).code
        }
        let task = steps.steps.isEmpty ? nil : self.task
        if let task { try OutputFile(path: task).write(Array(recording.taskFile(steps, named: task).utf8)) }
        if let task, check, desktop.display == nil { await propose(for: task) }
        if steps.steps.isEmpty {
            let unwritten = self.task.map { ", so \($0) was not written" } ?? ""
            StandardError.say("nothing was done that could be recorded\(unwritten)")
        }
        StandardOutput.show(
            "\(steps.steps.count) step\(steps.steps.count == 1 ? "" : "s"), \(steps.named) of \(steps.placed) places in words\n"
                + "trace: \(recording.trace.path)\(task.map { "\ntask: \($0)" } ?? "")")
    }

    /// Adds a check to the task that was written; without one it stays as it is, and the reason is said.
    private func propose(for path: String) async {
        let file = URL(filePath: path)
        let place = FileManager.default.temporaryDirectory.appending(
            path: "deskhand-proposal-\(UUID().uuidString.prefix(8))")
        defer { try? FileManager.default.removeItem(at: place) }
        do {
            let recorded = try DesktopTask.load(from: file)
            guard let script = recorded.settings.script else { return }
            let folder = "\(file.deletingPathExtension().lastPathComponent)-expected"
            let proposing = CheckProposing(
                desktop: try desktop.own.choice(), isQuiet: quiet, expectedFolder: folder)
            let proposal = try await proposing.propose(for: recorded, script: script, parameters: [:], in: place)
            if proposal.hasCheck {
                try proposal.writeExpectedFiles(to: file.deletingLastPathComponent())
                try OutputFile(path: path).write(Array(try proposal.taskFile().utf8))
            }
            StandardOutput.show(proposal.text)
        } catch {
            StandardError.say("the task has no check: \(error)")
        }
    }
}
