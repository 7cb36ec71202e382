import Agents
import Evaluation
import Foundation
import Sessions
import Synchronization
import Testing

/// What a suite does about sessions that cannot be had: no display is needed for that.
struct SuiteRunTests {
    @Test func `trouble that passes is tried again and listed, and what remains is not evaluated`() async throws {
        let folder = try SuiteFolder(tasks: ["one"])
        let starts = Mutex(0)
        let results = try await folder.run(retries: 2) {
            starts.withLock { $0 += 1 }
            throw SessionError.notReady(program: "Xvfb", seconds: 5, lastOutput: "")
        }
        #expect(starts.withLock { $0 } == 3)
        let record = try #require(results.records.first)
        #expect(record.outcome == .notEvaluated && record.cause == .session && record.score == nil)
        #expect(record.troubles.count == 2)
        #expect(record.troubles.allSatisfy { $0.reason.contains("'Xvfb' was not ready") })
    }

    private static let lasting: [(any Error, AttemptCause)] = [
        (SessionError.noProgram(name: "bwrap"), .missingProgram), (EvaluationError.noScript(task: "one"), .noScript),
        (TaskFault("no gold file"), .session),
    ]

    @Test(arguments: lasting)
    func `trouble that would come again is not tried again`(error: any Error, cause: AttemptCause) async throws {
        let folder = try SuiteFolder(tasks: ["one"])
        let starts = Mutex(0)
        let results = try await folder.run(retries: 2) {
            starts.withLock { $0 += 1 }
            throw error
        }
        #expect(starts.withLock { $0 } == 1)
        #expect(results.records.map(\.cause) == [cause])
        #expect(results.records[0].troubles.isEmpty)
    }

    @Test func `what could not be evaluated is in no score and stays among all attempts`() async throws {
        let folder = try SuiteFolder(tasks: ["one", "two"])
        try folder.write(
            "{\"id\": \"broken\", \"instruction\": \"x\", \"config\": [{\"type\": \"lunch\"}]}", to: "broken")
        let suite = try TaskSuite(at: folder.tasks)
        #expect {
            try suite.refuseGaps()
        } throws: { error in
            "\(error)".contains("broken/task.json:1: config[0]") && "\(error)".contains("leave them out")
        }
        let summary = try await folder.run(repeats: 3) { throw SessionError.noProgram(name: "Xvfb") }.summary
        #expect(summary.overall.attempts == 9 && summary.overall.notEvaluated == 9)
        #expect(summary.overall.success == nil && summary.overall.interval == nil)
        #expect(summary.overall.bounds?.low == 0 && summary.overall.bounds?.high == 1)
        #expect(summary.notEvaluated.map { $0.attempts.count } == [6, 3])
        #expect(summary.text.contains("INCOMPLETE: 9 of 9"))
    }

    @Test func `the same command goes on, takes away what was half written, and refuses other settings`() async throws {
        let folder = try SuiteFolder(tasks: ["one", "two", "three"])
        let undisturbed = try await folder.run(out: "whole") { throw SessionError.noProgram(name: "Xvfb") }
        _ = try await folder.run { throw SessionError.noProgram(name: "Xvfb") }
        let file = folder.url.appending(path: "out/attempts.jsonl")
        let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 4)
        let broken = lines.prefix(3).joined(separator: "\n") + "\n" + lines[3].prefix(40)
        try Data(broken.utf8).write(to: file)
        let orphan = folder.url.appending(path: "out/traces/three/1")
        try FileManager.default.createDirectory(at: orphan, withIntermediateDirectories: true)
        let mark = ".deskhand-results"
        try FileManager.default.copyItem(
            at: folder.url.appending(path: "out/\(mark)"), to: orphan.appending(path: mark))
        let starts = Mutex(0)
        let results = try await folder.run {
            starts.withLock { $0 += 1 }
            throw SessionError.noProgram(name: "Xvfb")
        }
        #expect(starts.withLock { $0 } == 1)
        #expect(!FileManager.default.fileExists(atPath: orphan.path))
        #expect(results.records.map(\.key) == ["one#1", "three#1", "two#1"])
        #expect(results.records.map(\.reason) == undisturbed.records.map(\.reason))

        try folder.write(SuiteFolder.task("two", instruction: "another"), to: "two")
        let error = await #expect(throws: RunFolderError.self) { try await folder.run(settings: ["steps": "9"]) {} }
        #expect(
            error == .otherSettings(folder: folder.url.appending(path: "out").path, fields: ["steps", "task 'two'"]))
    }

    @Test func `a task that lacks something is named with its line before anything runs`() async throws {
        let folder = try SuiteFolder(tasks: [])
        let text = """
            {"id": "lax", "instruction": "x",
             "config": [{"type": "upload_file", "parameters": {"files": [{"local_path": "a", "path": "/etc/a"}]}}],
             "evalutor": {"func": "infeasible"},
             "deskhand": {
               "files": {"../../out.txt": "task.json", "b.txt": "b.txt"},
               "script": [{"action": "type", "text": "{{name}}"}]}}
            """
        try folder.write(text, to: "lax")
        #expect {
            try TaskSuite(at: folder.tasks).refuseGaps()
        } throws: { error in
            let lines = "\(error)".split(separator: "\n").dropFirst().map { $0.split(separator: "task.json:")[1] }
            return lines == [
                "1: evaluator: it is missing: nothing tells whether the task was done",
                "5: deskhand.files.../../out.txt: '../../out.txt' leads out of the session's home, where tasks may not write",
                "5: deskhand.files.b.txt: 'b.txt' does not exist beside the task",
                "2: config[0]: 'a' does not exist beside the task",
                "2: config[0]: '/etc/a' leads out of the session's home, where tasks may not write",
                "6: deskhand.script: the parameter 'name' has no value; give it one under deskhand.parameters",
            ]
        }
    }

    @Test func `every attempt is counted when it is asked for again`() async throws {
        let folder = try SuiteFolder(tasks: ["one"])
        _ = try await folder.run { throw SessionError.noProgram(name: "Xvfb") }
        let starts = Mutex(0)
        let results = try await folder.run(again: true) {
            starts.withLock { $0 += 1 }
            throw SessionError.noGuardian(path: "/nowhere")
        }
        #expect(starts.withLock { $0 } == 1)
        #expect(results.records.count == 1 && results.records[0].reason.contains("guardian"))
    }

    @Test func `an interrupted run leaves no record of what was broken off`() async throws {
        let folder = try SuiteFolder(tasks: ["one", "two", "three"])
        let starts = Mutex(0)
        let (suite, url) = (try TaskSuite(at: folder.tasks), folder.url)
        let run = Task {
            try await SuiteFolder.run(suite, in: url.appending(path: "out"), parallel: 2) {
                starts.withLock { $0 += 1 }
                try await Task.sleep(for: .seconds(60))
            }
        }
        while starts.withLock({ $0 }) < 2 { await Task.yield() }
        run.cancel()
        await #expect(throws: CancellationError.self) { _ = try await run.value }
        let lines = try folder.read("out/attempts.jsonl").split(separator: "\n")
        #expect(lines.count == 1)
    }

    @Test func `tasks are chosen by id or folder, and a name that fits none is refused`() throws {
        let folder = try SuiteFolder(tasks: ["one", "two"])
        #expect(try TaskSuite(at: folder.tasks, only: ["two"]).tasks.map(\.id) == ["two"])
        #expect(throws: TaskSuiteError.noSuchTask(name: "four", path: folder.tasks.path)) {
            try TaskSuite(at: folder.tasks, only: ["four"])
        }
        #expect(throws: TaskSuiteError.noneChosen(path: folder.tasks.path)) {
            try TaskSuite(at: folder.tasks, difficulty: .hard)
        }
        try folder.write(SuiteFolder.task("one"), to: "again")
        #expect {
            try TaskSuite(at: folder.tasks)
        } throws: { error in
            "\(error)".contains("several tasks have the id 'one'")
        }
    }
}

/// A folder with small tasks, and the results of running them.
final class SuiteFolder {
    private let folder: TemporaryFolder
    var url: URL { folder.url }
    var tasks: URL { url.appending(path: "tasks") }

    init(tasks: [String]) throws {
        folder = try TemporaryFolder()
        for task in tasks { try write(SuiteFolder.task(task), to: task) }
    }

    static func task(_ id: String, instruction: String = "nothing") -> String {
        "{\"id\": \"\(id)\", \"instruction\": \"\(instruction)\", "
            + "\"evaluator\": {\"func\": \"infeasible\"}}"
    }

    func write(_ text: String, to task: String) throws { try folder.write(text, to: "tasks/\(task)/task.json") }

    func read(_ name: String) throws -> String { try folder.read(name) }

    /// Runs the tasks in sessions that cannot be had for the reason that `start` throws.
    func run(
        out: String = "out", repeats: Int = 1, retries: Int = 0, settings: [String: String] = [:], again: Bool = false,
        start: @escaping @Sendable () async throws -> Void
    ) async throws -> SuiteResults {
        try await SuiteFolder.run(
            try TaskSuite(at: tasks), in: url.appending(path: out), repeats: repeats, retries: retries,
            settings: settings, again: again, start: start)
    }

    static func run(
        _ suite: TaskSuite, in folder: URL, repeats: Int = 1, retries: Int = 0, settings: [String: String] = [:],
        again: Bool = false, parallel: Int = 1, start: @escaping @Sendable () async throws -> Void
    ) async throws -> SuiteResults {
        let header = SuiteHeader(suite, deskhand: "0", policy: "none", settings: settings, repeats: repeats)
        return try await SuiteRun(
            suite, header: header, in: folder, parallel: parallel, retries: retries, repeatsNotEvaluated: again
        ) { _, _, _ in
            TaskRun.Parts(
                startSession: {
                    try await start()
                    throw CancellationError()
                },
                connect: { _ in throw CancellationError() }, makePolicy: { _ in throw CancellationError() },
                openLog: { _ in throw CancellationError() }, gatekeeper: OpenGate(), supervise: { _ in nil },
                isDryRun: false)
        }.run()
    }
}
