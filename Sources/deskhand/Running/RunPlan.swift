import Agents
import ArgumentParser
import Evaluation
import Foundation
import Images
import Interaction
import ModelServers
import Policies
import Traces
import X11Desktop

/// A run, read from the command line: everything that can be wrong before a display is needed has been found.
struct RunPlan: Sendable {
    private(set) var assembly: TaskAssembly

    /// The rows of the task that is to be run, each for a run of its own: all, or the one that was named; `nil` for a run without
    /// one.
    static func rows(of command: RunCommand) throws -> [TaskRow?] {
        guard isPath(command.work) else {
            guard command.row.isEmpty else { throw ValidationError("--row: plain steps have no rows") }
            return [nil]
        }
        let cases = try DesktopTask.read(from: URL(filePath: command.work)).cases()
        let rows = cases.compactMap(\.row)
        if let stranger = command.row.first(where: { name in !rows.contains { $0.name == name } }) {
            let known = rows.isEmpty ? "it has none" : "it has \(rows.map { "'\($0.name)'" }.joined(separator: ", "))"
            throw ValidationError("--row: the task has no row '\(stranger)'; \(known)")
        }
        let chosen = rows.filter { command.row.isEmpty || command.row.contains($0.name) }
        return chosen.isEmpty ? [nil] : chosen
    }

    /// - Parameter row: the task's row of which the parameters have their values.
    init(_ command: RunCommand, row: TaskRow? = nil) async throws {
        let launched = try command.launch.map { try CommandWords.split($0, isOfPerson: true) }
        let name = try PolicyName(command.policy, forms: PolicyKind.forms, models: ModelsFile().names)
        var (task, script, used) = try RunPlan.work(
            command.work, row, launching: launched, isForModel: name.isModel)
        try task.refuseSecretsInSetup()
        task.settings.limits.steps = command.steps ?? task.settings.limits.steps
        task.settings.limits.seconds = command.seconds ?? task.settings.limits.seconds
        let parameters = task.settings.parameters.merging(try Script.settings(command.set)) { $1 }
        // A plan's file stands in the script's place, and takes the parameters.
        if case .file? = command.planning.plan { script = nil }
        script = try script.map { try task.filled($0, with: parameters) }
        let plan = try ChosenPlan(
            command.planning.plan, policy: name, script: script, programs: task.startedPrograms,
            parameters: parameters)
        var trace = RunPlan.traceFolder(command.trace, task: task.id)
        if command.trace != nil, let row { trace = trace.appending(path: row.folderName, directoryHint: .isDirectory) }
        guard !FileManager.default.fileExists(atPath: trace.appending(path: "trace.jsonl").path) else {
            throw TraceError.alreadyRecorded(folder: trace.relativePath)
        }
        let onlyPlans = plan.map { $0.plan == nil } ?? false
        let policy = try await command.deciding.maker(of: command.policy, onlyPlans: onlyPlans)
        if policy.name == .script, script == nil, plan == nil { throw EvaluationError.noScript(task: task.id) }
        var assembly = TaskAssembly(task: task, trace: trace, policy: policy)
        assembly.launched = launched
        assembly.copied = used
        assembly.script = script
        assembly.plan = plan
        assembly.parameters = parameters
        assembly.masks = try command.mask.map(RunPlan.region)
        assembly.screens = KeptScreens(
            beside: task.folder, use: command.update ? .update : .keepNew, naming: policy.naming,
            masks: assembly.masks)
        assembly.desktop = try command.desktop.choice()
        assembly.mirror = try FileMirror(reading: command.mirror)
        let rules = try GateRules.reading(file: command.gate.map { URL(filePath: $0) })
        // With --confirm everything that the rules leave is asked about anyway, and once is enough.
        let terminal = TerminalQuestion()
        let gate = policy.gatekeeper(rules, asker: command.confirm ? YesToAll() : terminal)
        assembly.gatekeeper = command.confirm ? Gatekeepers([gate, AskingGate(terminal)]) : gate
        assembly.secrets = Set(command.secret).union(script?.secrets ?? [])
        assembly.stopChord = try RunPlan.chord(command.stopChord)
        assembly.seed = command.seed
        assembly.isQuiet = command.quiet
        assembly.isDryRun = command.dryRun
        self.assembly = assembly
    }

    /// Asks the policy's model for the plan, where it is to make one; nothing has been looked at then.
    mutating func askForPlan() async throws {
        guard assembly.plan != nil, assembly.plan?.plan == nil else { return }
        let plan = try await assembly.policy.plan(
            for: assembly.task.instruction, programs: assembly.task.startedPrograms, parameters: assembly.parameters)
        assembly.plan?.plan = plan
    }

    private static func chord(_ keys: String) throws -> [Key] {
        do {
            return try InputMonitor.chord(keys)
        } catch {
            throw ValidationError("--stop-chord \(keys): \(error)")
        }
    }
}

extension RunPlan {
    /// The task that was named, or one made of plain steps. To a model, words that are not plain steps are an instruction.
    private static func work(
        _ text: String, _ row: TaskRow?, launching launched: [[String]], isForModel: Bool
    ) throws -> (DesktopTask, Script?, used: [RecordedInput]) {
        let extra = launched.map(SetupStep.launch)
        if isPath(text) {
            let task = try DesktopTask.load(from: URL(filePath: text), as: row)
            return (task.launching(extra), task.settings.script, [])
        }
        do {
            let (task, script, used) = try DesktopTask.plain(text)
            return (task.launching(extra), script, used)
        } catch let error as PlainStepsError {
            guard isForModel else { throw error }
            return (DesktopTask(instruction: text, config: extra), nil, [])
        }
    }

    /// Whether a task is meant, and not plain steps.
    private static func isPath(_ text: String) -> Bool {
        text.hasSuffix(".json") && !text.contains(" ") || (text.contains("/") && !text.contains(" "))
            || FileManager.default.fileExists(atPath: text)
    }

    /// The trace's folder: the given one, else one below the user's state folder.
    static func traceFolder(_ asked: String?, task: String) -> URL {
        if let asked { return URL(filePath: asked, directoryHint: .isDirectory) }
        let environment = ProcessInfo.processInfo.environment
        let state =
            environment["XDG_STATE_HOME"].map { URL(filePath: $0) }
            ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".local/state")
        let moment = Date().formatted(.iso8601.timeSeparator(.omitted)).replacing(":", with: "")
        return state.appending(path: "deskhand/traces/\(moment)-\(task)-\(UUID().uuidString.prefix(4))")
    }

    /// A part of the screen, written like `100,200,300x40`.
    static func region(_ text: String) throws -> Box<ScreenSpace> {
        let numbers = text.split { ",x".contains($0) }.compactMap { Int($0) }
        guard numbers.count == 4, numbers[2] > 0, numbers[3] > 0 else {
            throw ValidationError("expected a region such as 100,200,300x40, found '\(text)'")
        }
        return Box(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
    }
}

extension DesktopTask {
    /// A task made of plain steps, those steps, and the files whose steps they use.
    ///
    /// - Parameter folder: where those files lie; `nil` for the working folder.
    static func plain(_ text: String, in folder: URL? = nil) throws -> (DesktopTask, Script, used: [RecordedInput]) {
        let plain = try PlainSteps(parsing: text)
        let task = DesktopTask(
            instruction: text, config: plain.commands.map(SetupStep.launch), folder: folder)
        var used: [RecordedInput] = []
        let script = try plain.script.joined(file: "the steps") { name in
            guard let text = task.text(beside: name) else { return nil }
            used.append(RecordedInput(path: name, source: name, contents: Array(text.utf8)))
            return text
        }
        return (task, script, used)
    }
}

extension TaskRow {
    /// A name for the folder of its trace.
    fileprivate var folderName: String {
        let plain = name.map { $0.isLetter || $0.isNumber || "-_ ".contains($0) ? $0 : "-" }
        return String(plain.prefix(60))
    }
}

extension SetupStep {
    /// Starts a program that shows a window.
    static func launch(_ words: [String]) -> SetupStep { .launch(ShellCommand(words: words), hasWindow: true) }
}
