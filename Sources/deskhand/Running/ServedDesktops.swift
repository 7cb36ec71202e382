import Agents
import ArgumentParser
import Evaluation
import Foundation
import Grounders
import Interaction
import Policies
import Serving
import Sessions
import Synchronization
import Traces
import X11Desktop

/// Opens desktops for clients: each is a run like any other, whose policy is told from outside what to do.
struct ServedDesktops: TraceWork, Sendable {
    /// Who asks, as traces call it.
    var client = "mcp"
    /// The folder for traces; `nil` for the usual one.
    let traces: String?
    /// The file with the gate's rules.
    let gate: String?
    let allowsUnsandboxed: Bool
    /// Whether files of this machine are copied to desktops, and traces are replayed.
    let allowsFiles: Bool
    /// The live display that clients may work on, under the gate's rules.
    var live: String?

    /// All of them.
    static let clients: Set = ["mcp", osworld]
    /// OSWorld's harness, as traces call it.
    static let osworld = "osworld"

    /// Why a desktop is not opened.
    struct Refusal: Error, CustomStringConvertible {
        let description: String
    }

    /// Limits that no client comes to: a desktop that nobody uses is ended by its keeper.
    private static let limits = EpisodeLimits(
        steps: 1_000_000, seconds: 30 * 86_400, repeats: 1_000_000, unusableAnswers: 1_000_000)

    /// Ends everything when a person presses it on a live display, as for runs.
    private static let stopChord = "ctrl+alt+Escape"

    /// Throws for rules that cannot be read.
    func check() throws { _ = try GateRules.reading(file: gate.map { URL(filePath: $0) }) }

    func open(_ request: DesktopRequest, _ name: String) async throws -> ServedDesktop {
        guard request.isSandboxed || allowsUnsandboxed else {
            throw Refusal(description: "desktops without a sandbox are not allowed here; over HTTP they need a token")
        }
        guard request.files.isEmpty || allowsFiles else {
            throw Refusal(description: "files: over HTTP these need a token; write them with write_file")
        }
        guard !request.isLive || (live != nil && gate != nil) else {
            throw Refusal(description: "live: a live display needs --display and --gate")
        }
        let text = TextGrounder()
        let policy = CalledPolicy(
            name: client, resolver: ElementResolver(TargetResolver(text)),
            icons: ElementResolver(TargetResolver(text, icons: IconGrounder())))
        let place = Place()
        var assembly = try assembly(request, name, policy, place)
        let programs = LaunchedPrograms()
        assembly.launchedPrograms = programs
        let run = Task { [assembly] in
            let result = await assembly.run()
            let reason = result.outcome.described
            await policy.close(because: reason)
            return reason
        }
        do {
            try await withTaskCancellationHandler {
                try await policy.begin()
            } onCancel: {
                run.cancel()
            }
        } catch {
            run.cancel()
            let reason = await run.value
            try Task.checkCancellation()
            throw Refusal(description: "the desktop could not be started: \(reason)")
        }
        guard let (session, desktop) = place.found, let log = place.log else {
            run.cancel()
            throw Refusal(description: "the desktop has no screen: \(await run.value)")
        }
        return ServedDesktop(
            name: name, isLive: request.isLive, trace: assembly.trace, session: session, desktop: desktop,
            policy: policy, log: log, run: run, started: programs.watch)
    }

    /// Replays the trace in a folder, always sandboxed.
    func replay(_ folder: String) async throws -> (isSame: Bool, report: String) {
        guard allowsFiles else { throw Refusal(description: "over HTTP replaying a trace needs a token") }
        let command = try ReplayCommand.parse(["--quiet", "--", folder])
        let results = try await DesktopReplays(try NamedTrace.load([folder]), command).run()
        guard [.done, .failed].contains(results.status) else { throw Refusal(description: results.text) }
        return (results.status == .done, results.text)
    }

    /// Compares the traces in two folders.
    func compare(_ one: String, _ other: String) throws -> (isSame: Bool, report: String) {
        guard allowsFiles else { throw Refusal(description: "over HTTP comparing traces needs a token") }
        let difference = TraceDifference(try Trace(folder: one), try Trace(folder: other))
        return (difference.isSame, difference.text(named: (one, other)))
    }

    private func assembly(
        _ request: DesktopRequest, _ name: String, _ policy: CalledPolicy, _ place: Place
    ) throws -> TaskAssembly {
        let programs = try request.programs.map { try CommandWords.split($0, isOfPerson: true) }
        let name = request.shownName ?? name
        var task = DesktopTask(
            instruction: "What a client asks for on the desktop \(name)", config: programs.map(SetupStep.launch))
        task.settings.limits = Self.limits
        let folder = traces.map { URL(filePath: $0, directoryHint: .isDirectory).appending(path: unique(name)) }
        var assembly = TaskAssembly(
            task: task, trace: folder ?? RunPlan.traceFolder(nil, task: "\(client)-\(name)"),
            policy: try PolicyMaker("script"))
        assembly.launched = programs
        assembly.caller = policy
        assembly.desktop = DesktopChoice(size: request.size, isSandboxed: request.isSandboxed)
        assembly.desktop.variables = request.variables
        assembly.desktop.otherHome = request.otherHome
        if request.isLive, let live {
            assembly.desktop = DesktopChoice(display: live)
            assembly.stopChord = try InputMonitor.chord(Self.stopChord)
        }
        let rules = try GateRules.reading(file: gate.map { URL(filePath: $0) })
        assembly.gatekeeper = assembly.policy.gatekeeper(rules, asker: nil)
        let files = request.files.map { URL(filePath: $0) }
        assembly.copied = CopiedFiles.inputs(of: files)
        assembly.opened = { place.log = $0 }
        assembly.connected = { session, desktop in
            let home = files.isEmpty ? nil : try GuestFiles(root: session.home)
            for file in files { try home?.copyIn(file, to: try GuestPath(file.lastPathComponent)) }
            place.found = (session, desktop)
        }
        return assembly
    }

    /// A name that no earlier trace in the folder has.
    private func unique(_ name: String) -> String {
        let moment = Date().formatted(.iso8601.timeSeparator(.omitted)).replacing(":", with: "")
        return "\(moment)-\(name)-\(UUID().uuidString.prefix(4))"
    }

    /// Where a run has its session and desktop, once it has them.
    private final class Place: Sendable {
        private let pair = Mutex<(Session, XDesktop)?>(nil)
        private let record = Mutex<(any EpisodeLog)?>(nil)

        /// Where the run is recorded, once it is.
        var log: (any EpisodeLog)? {
            get { record.withLock { $0 } }
            set { record.withLock { $0 = newValue } }
        }

        var found: (Session, XDesktop)? {
            get { pair.withLock { $0 } }
            set { pair.withLock { $0 = newValue } }
        }
    }
}

extension TaskOutcome {
    /// In words.
    fileprivate var described: String {
        switch self {
        case .passed, .done: "stopped"
        case .failed(_, let reason), .notEvaluated(let reason, _): reason
        }
    }
}
