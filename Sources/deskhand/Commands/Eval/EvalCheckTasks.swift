import Agents
import ArgumentParser
import Evaluation
import Foundation

/// `deskhand eval check-tasks`
struct EvalCheckTasks: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-tasks",
        abstract: "Tests the checks of tasks: runs each task untouched, with its script, and with its near misses.",
        discussion: """
            deskhand eval check-tasks Tasks/desktop --parallel 2
            A task's check must fail on the initial state (for an infeasible task: when it is claimed done), pass
            after its script and after each equivalent, and fail after each near miss. A near miss whose steps do not run
            to their end counts as broken; a run that fails for infrastructure reasons is retried, then not evaluated.
            Exit codes: 0 all promises are kept, 1 one is broken, 2 none is broken but some were not evaluated, 65 a
            task is malformed.
            """)

    @Argument(help: "A folder with tasks, at any depth, or one task.")
    var folder: String

    @Option(help: ArgumentHelp("Number of concurrent sessions.", valueName: "N"))
    var parallel = 1

    @Option(name: .customLong("repeat"), help: ArgumentHelp("Number of runs of each promise.", valueName: "K"))
    var repetitions = 1

    @Option(help: ArgumentHelp("Only the task with this id; may be repeated.", valueName: "task"))
    var only: [String] = []

    @Option(
        help: ArgumentHelp(
            "The folder for all traces (default: only those of broken promises are kept).", valueName: "folder"))
    var out: String?

    @Option(help: ArgumentHelp("A folder with the files that tasks download.", valueName: "folder"))
    var mirror: String?

    @OptionGroup var desktop: VirtualDesktopOptions

    @Option(help: ArgumentHelp("Write the result as JUnit XML.", valueName: "file"))
    var junit: String?

    @Flag(help: "Print the result as JSON.")
    var json = false

    @Flag(name: .shortAndLong, help: "Print no progress.")
    var quiet = false

    func validate() throws {
        guard (1...256).contains(parallel) else { throw ValidationError("--parallel: expected 1 to 256") }
        guard (1...10_000).contains(repetitions) else { throw ValidationError("--repeat: expected 1 to 10000") }
    }

    func run() async throws {
        let report: ProofReport
        do {
            let suite = try TaskSuite(at: URL(filePath: folder), only: only)
            try suite.refuseGaps()
            report = try await prove(suite.tasks.compactMap(\.task))
            if let junit { try OutputFile(path: junit).write(Array(report.junit.xml.utf8)) }
        } catch {
            throw ExitStatus(for: error).report(error)
        }
        if json { StandardOutput.show(json: try asJSON(report)) } else { StandardOutput.show(report.text) }
        if report.count(.broken) > 0 { throw ExitStatus.failed.code }
        if report.count(.notEvaluated) > 0 { throw ExitStatus.couldNotRun.code }
    }

    private func prove(_ tasks: [DesktopTask]) async throws -> ProofReport {
        let traces = try out.map(Self.folder) ?? Self.scratch()
        defer { if out == nil { Self.removeIfEmpty(traces) } }
        let policy = try PolicyMaker("script")
        let choice = try desktop.choice()
        let files = try FileMirror(reading: mirror)
        let runner = ProofRunner(
            in: traces, parallel: parallel, repetitions: repetitions, keepsAll: out != nil
        ) { task, script, trace in
            var assembly = TaskAssembly(task: task, trace: trace, policy: policy)
            assembly.script = script
            assembly.parameters = task.settings.parameters
            assembly.secrets = Set(script.secrets)
            assembly.desktop = choice
            assembly.mirror = files
            return await assembly.run()
        }
        let isQuiet = quiet
        return try await Interruptible.run {
            await Result.catching {
                try await runner.prove(tasks) { task, finding, done, total in
                    if !isQuiet { Self.tell(task, finding, done, total) }
                }
            }
        }.get()
    }

    private static func tell(_ task: String, _ finding: TaskProof.Finding, _ done: Int, _ total: Int) {
        let verdict = finding.verdict.rawValue.replacing("_", with: " ")
        let reason = finding.verdict == .kept ? "" : ": \(finding.reason)"
        let line = "\(done)/\(total)  \(task), \(finding.promise): \(verdict) (\(finding.seconds) s)\(reason)"
        StandardError.sayInOneLine(line)
    }

    private static func scratch() -> URL {
        FileManager.default.temporaryDirectory.appending(path: "deskhand-proofs-\(UUID().uuidString.prefix(8))")
    }

    /// The folder for all traces, created if missing; it must be empty.
    private static func folder(_ path: String) throws -> URL {
        let folder = URL(filePath: path, directoryHint: .isDirectory)
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw OutputFile.Failure(path: path, reason: error.localizedDescription)
        }
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: path) } catch {
            throw OutputFile.Failure(path: path, reason: error.localizedDescription)
        }
        guard names.isEmpty else { throw ValidationError("--out '\(path)' is not empty; give a new folder") }
        return folder
    }

    /// Removes the folders of tasks that kept all promises, then the parent folder if it is empty.
    private static func removeIfEmpty(_ folder: URL) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        for place in names.map({ folder.appending(path: $0) }) + [folder] { _ = unsafe rmdir(place.path) }
    }

    private func asJSON(_ report: ProofReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}

extension Result where Failure == any Error {
    fileprivate static func catching(_ work: () async throws -> Success) async -> Self {
        do { return .success(try await work()) } catch { return .failure(error) }
    }
}
