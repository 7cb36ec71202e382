import Agents
import Evaluation
import Foundation
import Images
import Interaction
import Policies
import Sessions
import Traces
import X11Desktop

/// Joins the parts of one run of a task: session, hands, policy and trace. Every command that runs tasks goes through it.
struct TaskAssembly: Sendable {
    let task: DesktopTask
    /// The folder that becomes the trace.
    let trace: URL
    let policy: PolicyMaker
    /// Programs that were started besides those of the task.
    var launched: [[String]] = []
    /// The steps that the script policy takes, with all parameters filled in.
    var script: Script?
    /// The values of those parameters.
    var parameters: [String: String] = [:]
    /// What becomes of pictures with which the script compares screens; `nil` to compare with those beside the task.
    var screens: KeptScreens?
    /// Random seed for sampling a model's answers; `nil` for the model's.
    var seed: UInt64?
    /// What the run is held to; `nil` without a plan.
    var plan: ChosenPlan?
    var desktop = DesktopChoice()
    /// The source of files that the task names by URL.
    var mirror = FileMirror()
    var gatekeeper: any Gatekeeper = OpenGate()
    /// Parts of the screen that are black in the trace.
    var masks: [Box<ScreenSpace>] = []
    /// Environment variables that text may refer to.
    var secrets: Set<String> = []
    /// On a live display, the key chord that stops the run.
    var stopChord: [Key] = []
    /// The policy, where it is one that is called from outside instead of ``policy``.
    var caller: (any Policy)?
    /// What the episode acts on in place of the session's desktop.
    var standIn: (@Sendable (XDesktop) throws -> any TaskDesktop)?
    /// Told of the session and its desktop before the set-up.
    var connected: (@Sendable (Session, XDesktop) throws -> Void)?
    /// Told of the record when it is open.
    var opened: (@Sendable (any EpisodeLog) -> Void)?
    /// Takes up the programs that are launched; `nil` for a list of the run's own.
    var launchedPrograms: LaunchedPrograms?
    /// Files that are copied into the session besides those of the task, for the trace.
    var copied: [RecordedInput] = []
    /// Looks at the session where the episode begins and where it has ended.
    var observer: TaskObserver?
    var isQuiet = true
    var isDryRun = false
    /// Whether a person acts, who then does not hold the run by it.
    var isRecording = false

    /// Runs the task to its outcome.
    func run() async -> TaskResult {
        await TaskRun(task, parts: parts).run()
    }

    /// What the task runs with.
    var parts: TaskRun.Parts {
        let own: @Sendable () throws -> any Policy = {
            if let caller { return caller }
            return try policy.policy(script: script, pictures: task.folder, screens: screens, seed: seed)
        }
        let planned = plan.flatMap { chosen in
            chosen.plan.map {
                policy.planned($0, pictures: task.folder, holding: chosen.asksPolicy ? own : nil)
            }
        }
        let makePolicy = planned?.makePolicy ?? own
        var parts = TaskRun.Parts(
            startSession: { try await desktop.openSession(for: task.settings) },
            connect: connect,
            makePolicy: { _ in try makePolicy() },
            openLog: openLog,
            gatekeeper: planned.map { Gatekeepers([$0.gate, gatekeeper]) } ?? gatekeeper,
            supervise: supervisor,
            isDryRun: isDryRun)
        parts.mirror = mirror
        parts.observer = observer
        parts.programs = launchedPrograms
        return parts
    }

    private func connect(to session: Session) async throws -> any TaskDesktop {
        if let address = session.watchAddress, !isQuiet {
            StandardError.say("watch it with a VNC viewer at \(address)")
        }
        if !isQuiet, let look = session.settings?.look {
            for part in InstalledLook(look).missing { StandardError.say("warning: \(part)") }
        }
        let desktop = try XDesktop(at: session.address, secrets: SecretStore(names: secrets))
        try await desktop.guardKeyboard(session.keyboardGuard)
        if session.settings == nil { try await desktop.checkUsable() }
        try connected?(session, desktop)
        return try standIn?(desktop) ?? desktop
    }

    /// The person at a live display; `nil` on a private one.
    private func supervisor(of session: Session) throws -> (any Supervisor)? {
        guard session.settings == nil, !isRecording else { return nil }
        // What Ctrl-C does: it ends the run also while that waits for a model.
        return try PersonAtDesktop(at: session.address, stopChord: stopChord) { kill(getpid(), SIGINT) }
    }

    private func openLog(in session: Session) async throws -> any EpisodeLog {
        let description = try await session.described(programs: programs)
        let values = Dictionary(
            secrets.compactMap { name in ProcessInfo.processInfo.environment[name].map { (name, $0) } },
            uniquingKeysWith: { first, _ in first })
        let writer = try TraceWriter(
            folder: trace.path, header: header(description, home: session.home), redaction: Redaction(secrets: values))
        opened?(writer)
        return ProgressLog(passingTo: writer, isQuiet: isQuiet)
    }

    /// The programs that take part, whose versions the trace names.
    private var programs: [String] {
        task.config.compactMap { step in
            if case .launch(let command, _) = step { command.program } else { nil }
        } + ["openbox", "tesseract"]
    }

    private func header(_ session: SessionDescription, home: URL) -> TraceHeader {
        var header = TraceHeader(
            instruction: task.instruction, policy: caller?.name ?? policy.name.description,
            limits: task.settings.limits, seed: seed,
            task: RecordedTask(
                id: task.id, path: task.file.lastPathComponent, verbatim: task.verbatim, parameters: parameters,
                launched: launched.isEmpty ? nil : launched,
                folder: task.file.pathExtension == "json" ? task.folder.path(from: trace) : nil),
            inputs: task.namedFiles + (script.map(task.keptScreens) ?? []) + copied,
            session: RecordedSession(session, home: home),
            environment: RecordedEnvironment(session),
            masks: masks,
            isDryRun: isDryRun)
        header.plan = plan?.plan.map(RecordedPlan.init)
        return header
    }
}

extension ShellCommand {
    /// The program; of a line for the shell, its first word.
    fileprivate var program: String? {
        guard words.count == 3, words.starts(with: ["/bin/sh", "-c"]) else { return words.first }
        return words[2].split(separator: " ").first.map(String.init)
    }
}
