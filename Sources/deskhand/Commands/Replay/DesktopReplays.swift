import Agents
import Evaluation
import Foundation
import Grounders
import Images
import Interaction
import Policies
import Sessions
import Traces

/// Replays traces one after the other, each on a fresh desktop.
struct DesktopReplays: Sendable {
    private let traces: [NamedTrace]
    private let options: ReplayRun.Options
    private var updates: Bool
    private let times: Int
    private let out: URL?
    private let secrets: Set<String>
    private let mirror: FileMirror
    private let isSandboxed: Bool
    private let files: ReplayFiles
    private let settings: [String: String]
    private let variables: [String: String]
    /// In place of the recorded look.
    private let look: Look?
    private let progress: ProgressLine

    init(_ traces: [NamedTrace], _ command: ReplayCommand) throws {
        self.traces = traces
        var options = ReplayRun.Options()
        options.tolerance.threshold = command.threshold
        options.tolerance.allowedPixels = command.allow
        options.tolerance.ignored = try command.ignore.map(RunPlan.region)
        options.tolerance.comparesWindows = command.windows
        options.tolerance.patience = .seconds(command.patience)
        options.continues = command.continues || command.update
        options.budget = command.budget.flatMap(StepBudget.init)
        options.naming = TextElementNaming(reader: TextReader())
        self.options = options
        updates = command.update
        times = command.times
        out = command.out.map { URL(filePath: $0, directoryHint: .isDirectory) }
        secrets = Set(command.secret)
        isSandboxed = command.sandbox
        files = ReplayFiles(command.files)
        settings = try Script.settings(command.set)
        variables = try command.environment.variables()
        look = try command.drawing.choice()
        var mirror = try FileMirror(reading: command.mirror)
        // A trace may name any address: fetching it, or reading a file of this machine, is no sandboxed program's doing.
        mirror.usesNetwork = !isSandboxed
        self.mirror = mirror
        progress = ProgressLine(isQuiet: command.quiet)
    }

    func run() async -> ReplayResults {
        var finished: [FinishedReplay] = []
        for (index, named) in traces.enumerated() where !Task.isCancelled {
            progress.show("replaying \(named.path), \(index + 1) of \(traces.count)", isLast: false)
            finished += await replays(of: named)
        }
        let worst = finished.map(\.status).max { $0.rawValue < $1.rawValue } ?? .done
        return ReplayResults(
            text: finished.map(\.text), finished.map(\.report), suites: finished.map(\.report.suite),
            status: Task.isCancelled ? .interrupted : worst)
    }

    /// One replay or several; what differs between them changes by itself.
    private func replays(of named: NamedTrace) async -> [FinishedReplay] {
        do {
            let scratch = try GuardedFolder("deskhand-replay")
            defer { scratch.remove() }
            var finished: [FinishedReplay] = []
            var records: [URL] = []
            for number in 1...times where !Task.isCancelled {
                let record = scratch.url.appending(path: "trace-\(number)", directoryHint: .isDirectory)
                records.append(record)
                finished.append(try await replay(named, in: scratch.url, record: record))
                if finished[finished.count - 1].isUpdated {
                    return [try await learn(named, finished[finished.count - 1], from: record, in: scratch.url)]
                }
            }
            if times > 1, let last = finished.indices.last {
                finished[last].report.changing = changes(between: records).map(\.option)
            }
            let pictures = try ReplayPictures(below: out, for: named, clears: false)
            for (replay, record) in zip(finished, records) where replay.report.verdict == .diverged {
                try pictures.keep(record: record)
                break
            }
            return finished
        } catch {
            let task = named.trace.header.task?.id ?? ""
            return [
                FinishedReplay(
                    report: ReplayReport(notReplayed: named.path, task: task, reason: "\(error)"), cause: error)
            ]
        }
    }

    private func replay(_ named: NamedTrace, in scratch: URL, record: URL) async throws -> FinishedReplay {
        let losses = named.trace.losses.lines
        guard losses.isEmpty else { throw ReplayError.incomplete(trace: named.path, losses: losses) }
        let place = scratch.appending(path: "task-\(record.lastPathComponent)", directoryHint: .isDirectory)
        let work = try RecordedWork(named.trace, name: named.path, in: place, files: files, settings: settings)
        let pictures = try ReplayPictures(below: out, for: named)
        var options = options
        options.keepPicture = pictures.keep
        if named.trace.header.policy == PolicyName.script.description, let script = work.script {
            options.script = try PolicyMaker("script").policy(script: script, pictures: work.task.folder)
        }
        let run = try ReplayRun(named.trace, name: named.path, options: options)
        let parts = try assembly(of: work, named, record: record).parts
        var (report, cause) = await run.run(work.task, parts: parts, record: record.path)
        report.files = work.files.source
        report.environment += work.files.changes
        if isSandboxed, let hint = cause?.sandboxHint { report.reason += "; \(hint)" }
        var finished = FinishedReplay(report: report, cause: cause, wasToBeUpdated: updates)
        if updates { try update(named, &finished, record: record) }
        return finished
    }

    private func assembly(of work: RecordedWork, _ named: NamedTrace, record: URL) throws -> TaskAssembly {
        let header = named.trace.header
        var assembly = TaskAssembly(
            task: work.task, trace: record, policy: try PolicyMaker("replay:\(named.path)"))
        assembly.desktop = DesktopChoice(size: header.session.screen, isSandboxed: isSandboxed)
        assembly.desktop.depth = header.session.depth ?? assembly.desktop.depth
        assembly.desktop.homePath = header.session.home
        assembly.desktop.variables = variables
        assembly.desktop.look = try look ?? header.session.look.map { try Look(json: $0.json) }
        assembly.mirror = mirror
        assembly.masks = header.masks
        // Only what was named on the command line: a trace may ask for any variable.
        assembly.secrets = secrets
        assembly.parameters = work.parameters
        assembly.isDryRun = header.isDryRun
        return assembly
    }

    /// Takes the new screens into the trace, unless something else than screens differs.
    private func update(_ named: NamedTrace, _ finished: inout FinishedReplay, record: URL) throws {
        guard finished.report.verdict == .diverged, finished.report.hasOnlyOtherScreens else { return }
        try TraceUpdate(of: named.trace, with: try Trace(folder: record.path)).replaceRecorded()
        finished.isUpdated = true
    }

    /// Replays an updated trace once more: where it differs from itself, no replay is to compare.
    private func learn(
        _ named: NamedTrace, _ finished: FinishedReplay, from record: URL, in scratch: URL
    ) async throws -> FinishedReplay {
        var finished = finished
        let updated = NamedTrace(trace: try Trace(folder: named.path), path: named.path, short: named.short)
        let again = scratch.appending(path: "trace-again", directoryHint: .isDirectory)
        var second = self
        second.updates = false
        let check = try await second.replay(updated, in: scratch, record: again)
        guard check.report.verdict == .diverged else { return finished }
        guard check.report.hasOnlyOtherScreens,
            let changes = try SelfChanges(
                try Trace(folder: record.path), try Trace(folder: again.path), threshold: options.tolerance.threshold),
            !changes.boxes.isEmpty
        else {
            finished.unsteadiness = check.report.reason
            return finished
        }
        try TraceUpdate(of: updated.trace, with: try Trace(folder: again.path), learning: changes.boxes)
            .replaceRecorded()
        finished.report.changing = changes.boxes.map(\.option)
        return finished
    }

    private func changes(between records: [URL]) -> [Box<ScreenSpace>] {
        let traces = records.compactMap { try? Trace(folder: $0.path) }
        guard let first = traces.first else { return [] }
        var boxes: Set<Box<ScreenSpace>> = []
        for other in traces.dropFirst() {
            let changes = try? SelfChanges(first, other, threshold: options.tolerance.threshold)
            boxes.formUnion(changes?.boxes ?? [])
        }
        return boxes.sorted { ($0.y, $0.x) < ($1.y, $1.x) }
    }
}

extension Error {
    /// The remedy when the sandbox is the likely cause; otherwise `nil`.
    fileprivate var sandboxHint: String? {
        switch self as any Error {
        case SessionError.noProgram("bwrap"), SessionError.noSandbox:
            "or give --no-sandbox, for a trace that you trust"
        case SessionError.noProgram, SessionError.ended, EvaluationError.setupFailed, EvaluationError.noWindow:
            "the sandbox hides your files and the network: for a trace that you trust, give --no-sandbox"
        default: nil
        }
    }
}

/// A replay at its end.
struct FinishedReplay {
    var report: ReplayReport
    /// The error that prevented the replay.
    let cause: (any Error)?
    var wasToBeUpdated = false
    var isUpdated = false
    /// How an updated trace differed when it was replayed once more, where that could not be learned.
    var unsteadiness: String?

    var status: ExitStatus {
        switch report.verdict {
        case .same: .done
        case .diverged: isUpdated ? .done : .failed
        case .notReplayed: cause.map { ExitStatus(for: $0) } ?? .couldNotRun
        }
    }

    var text: String {
        let isRecordedFailure = report.verdict == .same && report.recordedFailure != nil
        let word =
            isUpdated
            ? "updated"
            : isRecordedFailure
                ? "as recorded, which was: \(report.recordedOutcome?.words ?? "")"
                : report.verdict.rawValue.replacing("_", with: " ")
        let alike = report.looks.count { $0.isAlike }
        let share = (report.pixelFidelity * 1_000_000).rounded(.down) / 10_000
        let compared = report.looks.compactMap(\.pixels?.compared).reduce(0, +)
        let tolerated = report.looks.compactMap(\.pixels?.tolerated).reduce(0, +)
        var measures = [
            "\(alike) of \(report.expectedLooks) screens", compared > 0 ? "\(share) % of pixels" : "no pixels compared",
        ]
        if tolerated > 0 { measures.append("\(tolerated) of them tolerated") }
        let waited = report.looks.map(\.waitedSeconds).reduce(0, +)
        if waited >= 0.5 { measures.append("\((waited * 10).rounded() / 10) s of waiting") }
        if let outcome = report.outcome, outcome.verdict != "not_evaluated" { measures.append("check \(outcome)") }
        measures.append("\(report.seconds) s")
        var lines = ["\(word): \(report.trace) (\(measures.joined(separator: ", ")))"]
        let faults = report.looks.filter { !$0.isAlike }
        // A reason that is more than the first difference comes first.
        if !report.reason.isEmpty, faults.first?.words != report.reason { lines.append("  \(report.reason)") }
        for look in faults {
            if !report.reason.contains(look.words) || report.reason == look.words { lines.append("  \(look.words)") }
            if let picture = look.picture { lines.append("    picture: \(picture)") }
        }
        if wasToBeUpdated, report.verdict == .diverged, !isUpdated {
            let cause =
                report.violation.map { _ in "a step does not hold" }
                ?? (report.hasSameOutcome ? "more than screens differs" : "the check's result differs")
            lines.append("  not updated: \(cause); the trace is as it was")
        }
        lines += report.looks.compactMap(\.slowness).map { "  \($0)" }
        if isRecordedFailure { lines.append("  the recorded run: \(report.recordedFailure ?? "")") }
        if !report.changing.isEmpty {
            let options = report.changing.map { "--ignore \($0)" }.joined(separator: " ")
            lines.append(
                isUpdated
                    ? "  learned what changes by itself and is no longer compared: \(options)"
                    : "  changes by itself: \(options) (or record with --mask instead of --ignore)")
        }
        if let unsteadiness { lines.append("  a second replay differed: \(unsteadiness)") }
        if report.verdict != .same { lines += report.environment.map { "  \($0)" } }
        return lines.map { $0.replacing("\n", with: "\\n") }.joined(separator: "\n")
    }
}
