import Agents
import Evaluation
import Foundation
import Images
import Policies
import Sessions
import Traces

/// Replays traces on desktops of their own, one after the other.
struct DesktopReplays: Sendable {
    private let traces: [NamedTrace]
    private let tolerance: ReplayTolerance
    private let continues: Bool
    private let updates: Bool
    private let out: URL?
    private let secrets: Set<String>
    private let mirror: FileMirror
    private let isSandboxed: Bool
    private let progress: ProgressLine

    init(_ traces: [NamedTrace], _ command: ReplayCommand) throws {
        self.traces = traces
        var tolerance = ReplayTolerance()
        tolerance.threshold = command.threshold
        tolerance.allowedPixels = command.allow
        tolerance.ignored = try command.ignore.map(RunPlan.region)
        tolerance.comparesWindows = command.windows
        tolerance.patience = .seconds(command.patience)
        self.tolerance = tolerance
        updates = command.update
        continues = command.continues || command.update
        out = command.out.map { URL(filePath: $0, directoryHint: .isDirectory) }
        secrets = Set(command.secret)
        isSandboxed = command.sandbox
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
            finished.append(await replay(named))
        }
        let worst = finished.map(\.status).max { $0.rawValue < $1.rawValue } ?? .done
        return ReplayResults(
            text: finished.map(\.text), finished.map(\.report), suites: finished.map(\.report.suite),
            status: Task.isCancelled ? .interrupted : worst)
    }

    private func replay(_ named: NamedTrace) async -> FinishedReplay {
        do {
            let scratch = try GuardedFolder("deskhand-replay")
            defer { scratch.remove() }
            let record = scratch.url.appending(path: "trace", directoryHint: .isDirectory)
            let losses = named.trace.losses.lines
            guard losses.isEmpty else { throw ReplayError.incomplete(trace: named.path, losses: losses) }
            let work = try RecordedWork(named.trace, name: named.path, in: scratch.url.appending(path: "task"))
            let pictures = try ReplayPictures(below: out, for: named)
            let run = try ReplayRun(
                named.trace, name: named.path, tolerance: tolerance, continues: continues, keepPicture: pictures.keep)
            let parts = try assembly(of: work, named, record: record).parts
            var (report, cause) = await run.run(work.task, parts: parts, record: record.path)
            if isSandboxed, let hint = cause?.sandboxHint { report.reason += "; \(hint)" }
            var finished = FinishedReplay(report: report, cause: cause, wasToBeUpdated: updates)
            if updates { try update(named, &finished, record: record) }
            if report.verdict == .diverged { try pictures.keep(record: record) }
            return finished
        } catch {
            let task = named.trace.header.task?.id ?? ""
            return FinishedReplay(
                report: ReplayReport(notReplayed: named.path, task: task, reason: "\(error)"), cause: error)
        }
    }

    private func assembly(of work: RecordedWork, _ named: NamedTrace, record: URL) throws -> TaskAssembly {
        let header = named.trace.header
        var assembly = TaskAssembly(
            task: work.task, trace: record, policy: try PolicyMaker("replay:\(named.path)"))
        assembly.desktop = DesktopChoice(size: header.session.screen, isSandboxed: isSandboxed)
        assembly.desktop.depth = header.session.depth ?? assembly.desktop.depth
        assembly.desktop.homePath = header.session.home
        assembly.mirror = mirror
        assembly.masks = header.masks
        // Only what was named on the command line: a trace may ask for any variable.
        assembly.secrets = secrets
        assembly.parameters = header.task?.parameters ?? [:]
        assembly.isDryRun = header.isDryRun
        return assembly
    }

    /// Takes the new screens into the trace, unless something else than screens differs.
    private func update(_ named: NamedTrace, _ finished: inout FinishedReplay, record: URL) throws {
        guard finished.report.verdict == .diverged, finished.report.hasOnlyOtherScreens else { return }
        try TraceUpdate(of: named.trace, with: try Trace(folder: record.path)).replaceRecorded()
        finished.isUpdated = true
    }
}

extension Error {
    /// What may help where a sandbox is the cause; `nil` where it hardly is.
    fileprivate var sandboxHint: String? {
        switch self as any Error {
        case SessionError.noProgram("bwrap"), SessionError.noSandbox:
            "or give --no-sandbox, for a trace that you trust"
        case SessionError.noProgram, SessionError.ended, EvaluationError.setupFailed, EvaluationError.noWindow:
            "in the sandbox there are no files of yours and no network: for a trace that you trust, give --no-sandbox"
        default: nil
        }
    }
}

/// A replay at its end.
struct FinishedReplay {
    let report: ReplayReport
    /// What kept it from being replayed.
    let cause: (any Error)?
    var wasToBeUpdated = false
    var isUpdated = false

    var status: ExitStatus {
        switch report.verdict {
        case .same: .done
        case .diverged: isUpdated ? .done : .failed
        case .notReplayed: cause.map { ExitStatus(for: $0) } ?? .couldNotRun
        }
    }

    var text: String {
        let word = isUpdated ? "updated" : report.verdict.rawValue.replacing("_", with: " ")
        let alike = report.looks.count { $0.isAlike }
        let share = (report.pixelFidelity * 1_000_000).rounded(.down) / 10_000
        let compared = report.looks.compactMap(\.pixels?.compared).reduce(0, +)
        let tolerated = report.looks.compactMap(\.pixels?.tolerated).reduce(0, +)
        var measures = [
            "\(alike) of \(report.expectedLooks) screens", compared > 0 ? "\(share) % of pixels" : "no pixel compared",
        ]
        if tolerated > 0 { measures.append("\(tolerated) of them tolerated") }
        let waited = report.looks.map(\.waitedSeconds).reduce(0, +)
        if waited >= 0.5 { measures.append("\((waited * 10).rounded() / 10) s of waiting") }
        if let outcome = report.outcome, outcome.verdict != "not_evaluated" { measures.append("check \(outcome)") }
        measures.append("\(report.seconds) s")
        var lines = ["\(word): \(report.trace) (\(measures.joined(separator: ", ")))"]
        let faults = report.looks.filter { !$0.isAlike }
        if faults.isEmpty, !report.reason.isEmpty { lines.append("  \(report.reason)") }
        for look in faults {
            lines.append("  \(look.words)")
            if let picture = look.picture { lines.append("    picture: \(picture)") }
        }
        if wasToBeUpdated, report.verdict == .diverged, !isUpdated {
            let cause = report.hasSameOutcome ? "more than screens differs" : "the check does not say what it said"
            lines.append("  not updated: \(cause); the trace is as it was")
        }
        if report.verdict != .same { lines += report.environment.map { "  \($0)" } }
        return lines.map { $0.replacing("\n", with: "\\n") }.joined(separator: "\n")
    }
}
