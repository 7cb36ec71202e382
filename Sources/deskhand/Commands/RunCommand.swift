import Agents
import ArgumentParser
import Evaluation
import Foundation
import JSON
import ModelServers

/// `deskhand run`
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Runs a task, plain steps, or a model's instruction, and reports whether it was done.",
        discussion: """
            A task is a folder with a task.json, or such a file. Anything else is read as steps:
              deskhand run "open mousepad, type hello, click File, click 'Save As...', type report.txt, press Return"
            With a model as --policy, other words are its instruction:
              deskhand run "Save the letter as report.txt" --launch mousepad --policy openai:http://localhost:8000/v1#MODEL
            Without --display and --virtual, it runs on a virtual display of 1280x800 that is closed at the end.

            \(ExitStatus.table)
            """)

    @Argument(
        help: ArgumentHelp(
            "The task's folder or file, steps in words, or for a model what it is to do.", valueName: "task|steps"))
    var work: String

    @OptionGroup var desktop: DesktopOptions

    @Option(
        help: ArgumentHelp(
            "The policy: script, replay:TRACE, qwen:DIR for a Qwen2.5-VL checkpoint, or a model behind a server: openai:URL#MODEL, responses:MODEL, anthropic:MODEL, gemini:MODEL, or its name in models.json."
        ))
    var policy = "script"

    @OptionGroup var deciding: PolicyOptions

    @Option(help: "Random seed for sampling a model's answers (default: the model's).")
    var seed: UInt64?

    @Option(help: ArgumentHelp("A value for a parameter of the script; may be repeated.", valueName: "name=value"))
    var set: [String] = []

    @Option(
        help: ArgumentHelp(
            "Of a task with rows, only the one with this name; may be repeated (default: all, one after the other).",
            valueName: "row"))
    var row: [String] = []

    @Option(help: ArgumentHelp("A program to start before the steps; may be repeated.", valueName: "command"))
    var launch: [String] = []

    @Option(help: ArgumentHelp("The folder for the trace.", valueName: "folder"))
    var trace: String?

    @Option(help: ArgumentHelp("A file with the gate's rules: which actions are allowed.", valueName: "file"))
    var gate: String?

    @Option(
        help: ArgumentHelp(
            "An environment variable that text may name as {{env:NAME}}; may be repeated.", valueName: "NAME"))
    var secret: [String] = []

    @Option(
        help: ArgumentHelp("A part of the screen that is black in the trace; may be repeated.", valueName: "X,Y,WxH"))
    var mask: [String] = []

    @Option(help: ArgumentHelp("A folder with the files that the task downloads.", valueName: "folder"))
    var mirror: String?

    @Option(help: "Maximum steps.")
    var steps: Int?

    @Option(help: "Timeout in seconds; no step starts after it.")
    var seconds: Double?

    @OptionGroup var planning: PlanOptions

    @Flag(help: "Ask before each action, and with --plan about the plan.")
    var confirm = false

    @Option(
        name: .customLong("stop-chord"),
        help: ArgumentHelp("On a live display, the key chord that stops the run.", valueName: "keys"))
    var stopChord = "ctrl+alt+Escape"

    @Flag(name: .customLong("dry-run"), help: "Ask the policy and the gate, but execute nothing.")
    var dryRun = false

    @Flag(
        help: "Keep the pictures with which the steps compare the screen anew, if the run passes (see 'screen like').")
    var update = false

    @Option(
        help: ArgumentHelp(
            "The JUnit file to write: a case for each step, check and the outcome, with pictures of what failed.",
            valueName: "FILE"))
    var junit: String?

    @Flag(help: "Print the result as JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Say nothing while running.")
    var quiet = false

    func validate() throws {
        guard let junit else { return }
        let folder = URL(filePath: junit).deletingLastPathComponent().path
        guard junit != "-", FileManager.default.fileExists(atPath: folder) else {
            throw ValidationError("--junit: expected a file in an existing folder, found '\(junit)'")
        }
    }

    func run() async throws {
        let rows: [TaskRow?]
        do { rows = try RunPlan.rows(of: self) } catch let error as ValidationError { throw error } catch {
            throw ExitStatus(for: error).report(error)
        }
        var runs: [FinishedRun] = []
        for row in rows {
            guard let run = try await run(row) else { return }
            runs.append(run)
            if !json { StandardOutput.show(run.text) }
            if run.report.status == .interrupted { break }
        }
        if json { StandardOutput.show(json: try runs.json) }
        if let junit {
            do { try RunJUnit(file: junit).write(runs) } catch { throw ExitStatus(for: error).report(error) }
        }
        let status = runs.map(\.report.status).max { $0.rawValue < $1.rawValue } ?? .done
        if status != .done { throw status.code }
    }

    /// Runs the task, or one of its rows; `nil` where its plan is not to be carried out.
    private func run(_ row: TaskRow?) async throws -> FinishedRun? {
        var plan: RunPlan
        do {
            plan = try await RunPlan(self, row: row)
            try await plan.askForPlan()
        } catch {
            throw ExitStatus(for: error).report(error)
        }
        guard try await isAgreed(plan.assembly.plan?.plan) else { return nil }
        let assembly = plan.assembly
        let result = await Interruptible.run { await assembly.run() }
        var report = RunReport(result, trace: assembly.trace.path)
        report.model = assembly.policy.account?.usage
        try keepScreens(of: assembly, after: result)
        return FinishedRun(result: result, report: report, assembly: assembly, isOfRow: row != nil)
    }

    /// Writes the pictures that the steps came to keep, if the run has passed.
    private func keepScreens(of assembly: TaskAssembly, after result: TaskResult) throws {
        switch result.outcome {
        case .passed, .done: break
        case .failed, .notEvaluated: return
        }
        do {
            for path in try assembly.screens?.write() ?? [] { StandardError.say("kept the picture \(path)") }
        } catch {
            throw ExitStatus.couldNotRun.report(error)
        }
    }

    /// Whether the plan is to be carried out: not where it is only printed, and with --confirm if the person says so.
    private func isAgreed(_ plan: Plan?) async throws -> Bool {
        guard let plan else { return true }
        if planning.planOnly {
            if json { StandardOutput.show(json: plan.json.text) } else { StandardOutput.show(plan.text) }
            return false
        }
        guard confirm else { return true }
        StandardError.say(plan.text)
        guard await TerminalQuestion().confirms("carry out this plan?") else {
            StandardError.say("the plan was refused")
            throw ExitStatus.interrupted.code
        }
        return true
    }
}
