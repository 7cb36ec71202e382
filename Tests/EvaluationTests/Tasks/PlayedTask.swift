import Agents
import Evaluation
import Foundation
import Interaction
import Sessions
import Testing
import X11Desktop

extension XDesktop: TaskDesktop {}

/// A task that is run in a real session of its own, by a policy that does one deed there.
struct PlayedTask {
    /// The fields of the task file after `id` and `instruction`.
    var fields: String
    /// Files beside the task.
    var files: [String: String] = [:]
    /// Whether the policy moves a hand before it is done.
    var acts = true
    var isSandboxed = false
    var hasAccessibility = false
    var commandSeconds = 60

    /// Runs it.
    ///
    /// - Parameter deed: a line for the shell, which runs in the session as the policy's first step.
    func run(deed: String) async throws -> TaskOutcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "played-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let text = "{\"id\": \"t\", \"instruction\": \"x\", \(fields)}".replacing("TASK_FOLDER", with: folder.path)
        for (name, contents) in files.merging(["task.json": text], uniquingKeysWith: { $1 }) {
            try Data(contents.utf8).write(to: folder.appending(path: name))
        }
        let task = try DesktopTask.load(from: folder)
        let line = deed.replacing("TASK_FOLDER", with: folder.path)
        let session = try await Session.open(
            SessionSettings(
                hasWindowManager: false, hasMessageBus: hasAccessibility, hasAccessibility: hasAccessibility,
                isSandboxed: isSandboxed))
        var parts = TaskRun.Parts(
            startSession: { session }, connect: { try XDesktop(at: $0.address) },
            makePolicy: { _ in OneDeed(line: line, session: session, acts: acts) }, openLog: { _ in Forgetful() },
            gatekeeper: OpenGate(), supervise: { _ in nil }, isDryRun: false)
        parts.commandSeconds = commandSeconds
        return await TaskRun(task, parts: parts).run().outcome
    }
}

/// Does something to the session, presses a key, and says that it is done.
private struct OneDeed: Policy {
    let name = "one deed"
    let line: String
    let session: Session
    let acts: Bool

    func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
        if acts, observation.step == 1 { return .act(Proposal(action: .key([Key("Shift_L")]))) }
        if observation.step == (acts ? 2 : 1) { _ = try await session.run(["/bin/sh", "-c", line], seconds: 60) }
        return .finish(.success(answer: nil))
    }
}

/// Keeps nothing.
private struct Forgetful: EpisodeLog {
    func append(_ event: EpisodeEvent) {}
}

extension TaskOutcome {
    /// In one line, such as `failed 0.0: REASON`.
    var words: String {
        switch self {
        case .passed(let score): "passed \(score)"
        case .done: "done"
        case .failed(let score, let reason): "failed \(score): \(reason)"
        case .notEvaluated(let reason, _): "not evaluated: \(reason)"
        }
    }
}
