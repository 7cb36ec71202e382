import Agents
import Evaluation
import Foundation
import Grounders
import Interaction
import JSON
import Recording
import Sessions
import Synchronization
import Traces
import X11Desktop

/// A record of what a person does: the session, the trace, and the script that comes of it.
struct PersonRecording: Sendable {
    /// The policy of such a trace.
    static let policy = "person"

    /// The folder that becomes the trace.
    let trace: URL
    private let assembly: TaskAssembly
    private let person: Person
    private let programs: [[String]]

    init(_ command: RecordCommand) throws {
        programs = try command.programs.map { try CommandWords.split($0, isOfPerson: true) }
        trace = RunPlan.traceFolder(command.trace, task: "record")
        guard !FileManager.default.fileExists(atPath: trace.appending(path: "trace.jsonl").path) else {
            throw TraceError.alreadyRecorded(folder: trace.relativePath)
        }
        person = Person(language: command.lang, isQuiet: command.quiet)
        var task = DesktopTask(instruction: command.instruction, config: programs.map(SetupStep.launch))
        // Only time ends it, or the person.
        task.settings.limits = EpisodeLimits(
            steps: 1_000_000, seconds: command.seconds, repeats: 1_000_000, unusableAnswers: 1)
        var assembly = TaskAssembly(task: task, trace: trace, policy: try PolicyMaker("script"))
        assembly.launched = programs
        assembly.desktop = try command.desktop.choice()
        if assembly.desktop.display == nil { assembly.desktop.isWatched = true }
        assembly.masks = try command.mask.map(RunPlan.region)
        assembly.isQuiet = command.quiet
        assembly.caller = person
        assembly.isRecording = true
        assembly.standIn = { [person] desktop in try person.watch(desktop) }
        self.assembly = assembly
    }

    /// The script so far.
    var steps: RecordedSteps { get async { await person.steps } }

    /// Records until the person ends it.
    func run() async -> TaskResult {
        let result = await assembly.run()
        person.stop()
        return result
    }

    /// Ends the record after what was done so far. Returns whether there was one to end; a second time there is not.
    func finish() -> Bool { person.finish() }

    /// The task that does it again, as a file's text.
    func taskFile(_ steps: RecordedSteps, named path: String) -> String {
        let id = URL(filePath: path).deletingPathExtension().lastPathComponent
        let launches = programs.map { words in
            let command = JSON.object(["command": .list(words.map { .text($0) })])
            return JSON.object(["type": .text("launch"), "parameters": command]).spacedText
        }
        let lines = steps.steps.map { "      " + $0.json.spacedText }
        return """
            {
              "id": \(JSON.text(id).text),
              "instruction": \(JSON.text(assembly.task.instruction).text),
              "config": [\(launches.joined(separator: ", "))],
              "deskhand": {
                "script": [
            \(lines.joined(separator: ",\n"))
                ]
              }
            }

            """
    }
}

/// The person as a policy, which needs the desktop before it can say anything.
private final class Person: Policy {
    let name = PersonRecording.policy
    private let language: String
    private let isQuiet: Bool
    private let parts = Mutex<(policy: PersonPolicy, queue: GestureQueue, recorder: InputRecorder)?>(nil)
    private let isOver = Mutex(false)

    init(language: String, isQuiet: Bool) { (self.language, self.isQuiet) = (language, isQuiet) }

    /// Begins to hear what is done on a desktop.
    func watch(_ desktop: XDesktop) throws -> WatchedDesktop {
        let queue = GestureQueue()
        let watched = WatchedDesktop(desktop, queue)
        let reader = TextReader(language: language)
        let naming = TargetNaming(
            ElementResolver(TargetResolver(TextGrounder(reader: reader), icons: IconGrounder()))
        ) { image in
            try await reader.labels(on: image).map { (text: $0.text, box: $0.box) }
        }
        let policy = PersonPolicy(queue, on: watched, naming: naming) { [isQuiet] step in
            if !isQuiet { StandardError.say(step) }
        }
        let recorder = try InputRecorder(at: desktop.address, onLoss: { queue.lose() }, report: { queue.take($0) })
        parts.withLock { $0 = (policy, queue, recorder) }
        return watched
    }

    /// Hears nothing any more.
    func stop() { parts.withLock { $0?.recorder }?.stop() }

    func finish() -> Bool {
        guard let queue = parts.withLock({ $0?.queue }), !isOver.withLock({ $0 }) else { return false }
        isOver.withLock { $0 = true }
        queue.lose()
        return true
    }

    var steps: RecordedSteps {
        get async { await parts.withLock { $0?.policy }?.steps ?? RecordedSteps() }
    }

    func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
        guard let policy = parts.withLock({ $0?.policy }) else { return .finish(.success(answer: nil)) }
        return try await policy.decide(observation, history: history)
    }
}
