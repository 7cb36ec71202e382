import Agents
import Evaluation
import Foundation
import Grounders
import Images
import Interaction
import Policies
import Serving
import Sessions
import TraceViewer
import Traces

/// Replays traces, each on a fresh desktop, one after the other or several at the same time.
struct DesktopReplays: Sendable {
    private let traces: [NamedTrace]
    private var options: ReplayRun.Options
    private var updates: Bool
    /// The steps whose screens an update takes over; `nil` for all.
    private let chosen: Set<Int>?
    private let times: Int
    /// How often a replay that differs is made again.
    private let retries: Int
    /// How many traces are replayed at the same time.
    private let width: Int
    private var out: URL?
    /// Whether a page is written.
    private let hasPage: Bool
    private let secrets: Set<String>
    private let mirror: FileMirror
    private let isSandboxed: Bool
    private let files: ReplayFiles
    private let settings: [String: String]
    private let variables: [String: String]
    /// In place of the recorded look.
    private let look: Look?
    /// The looks of a matrix, each in turn; `nil` without one.
    private let looks: [LookVariant]?
    /// The one of them that is replayed.
    private var variant: LookVariant?
    private let progress: ProgressLine

    init(_ traces: [NamedTrace], _ command: ReplayCommand) throws {
        self.traces = traces
        var options = ReplayRun.Options()
        options.rule = try command.rule()
        options.comparesWindows = command.windows
        options.isStrict = command.strict
        options.continues = command.continues || command.update
        options.naming = TextElementNaming(reader: TextReader())
        self.options = options
        updates = command.update
        chosen = command.step.isEmpty ? nil : Set(command.step.flatMap(\.numbers))
        times = command.times
        retries = command.retries
        width = command.parallel
        hasPage = command.html != nil
        out = command.out.map { URL(filePath: $0, directoryHint: .isDirectory) }
        secrets = Set(command.secret)
        isSandboxed = command.sandbox
        files = ReplayFiles(command.files)
        // Also for traces that copy none: who names a folder means one that is there.
        try files.check()
        settings = try Script.settings(command.set)
        variables = try command.environment.variables()
        look = try command.drawing.choice()
        looks = try command.variants()
        var mirror = try FileMirror(reading: command.mirror)
        // A trace may name any address: fetching it, or reading a file of this machine, is no sandboxed program's doing.
        mirror.usesNetwork = !isSandboxed
        self.mirror = mirror
        progress = ProgressLine(isQuiet: command.quiet)
    }

    func run() async throws -> ReplayResults {
        let replayed = await all()
        let worst = replayed.map(\.status).max { $0.rawValue < $1.rawValue } ?? .done
        let reports = replayed.flatMap(\.reports)
        let table = looks.map { _ in [LookTable(reports).text] } ?? []
        return ReplayResults(
            text: replayed.map(\.text) + table, reports, suites: replayed.map(\.suite),
            status: Task.isCancelled ? .interrupted : worst,
            page: hasPage ? try ReplayPage(replayed.flatMap(\.entries)).html : nil)
    }

    private func all() async -> [ReplayedTrace] {
        await withTaskGroup(of: (Int, ReplayedTrace).self) { group in
            var replayed: [(Int, ReplayedTrace)] = []
            let planned = PlannedReplay.all(traces, under: looks)
            for (index, one) in planned.enumerated() where !Task.isCancelled {
                if index >= width, let done = await group.next() { replayed.append(done) }
                guard !Task.isCancelled else { break }
                progress.show("replaying \(one.words), \(index + 1) of \(planned.count)", isLast: false)
                let replays = one.variant.map(under) ?? self
                group.addTask {
                    (index, ReplayedTrace(attempts: await replays.replays(of: one.named), isRetried: retries > 0))
                }
            }
            for await done in group { replayed.append(done) }
            return replayed.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// The same under another look, by elements where nothing else was asked for, up to the recorded end.
    private func under(_ variant: LookVariant) -> DesktopReplays {
        var other = self
        other.variant = variant
        other.out = out?.appending(path: variant.name, directoryHint: .isDirectory)
        other.options.look = variant.name
        other.options.continues = true
        other.options.rule.mode = options.rule.mode ?? .elements
        return other
    }

    /// One replay or several; what differs between them changes by itself.
    private func replays(of named: NamedTrace) async -> [FinishedReplay] {
        var finished: [FinishedReplay] = []
        do {
            if let report = try variant?.unavailability(for: named) {
                return [FinishedReplay(report: report, cause: nil)]
            }
            let scratch = try GuardedFolder("deskhand-replay")
            defer { scratch.remove() }
            var records: [URL] = []
            while goesOn(after: finished) {
                let number = finished.count + 1
                let record = scratch.url.appending(path: "trace-\(number)", directoryHint: .isDirectory)
                records.append(record)
                finished.append(try await replay(named, in: scratch.url, record: record, attempt: number))
                // What stays as recorded differs from today's run anyway.
                if chosen == nil, finished[finished.count - 1].isUpdated {
                    return [try await learn(named, finished[finished.count - 1], from: record, in: scratch.url)]
                }
            }
            if finished.count > 1, let last = finished.indices.last {
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
            // What was found before it stays.
            var report = ReplayReport(notReplayed: named.path, task: task, reason: "\(error)")
            report.look = variant?.name
            return finished + [FinishedReplay(report: report, cause: error)]
        }
    }

    /// Whether there is to be one more replay of a trace.
    private func goesOn(after finished: [FinishedReplay]) -> Bool {
        guard !Task.isCancelled else { return false }
        if finished.count < times { return true }
        return finished.count < times + retries && finished.allSatisfy { $0.report.verdict == .diverged }
    }

    private func replay(
        _ named: NamedTrace, in scratch: URL, record: URL, attempt: Int
    ) async throws -> FinishedReplay {
        let losses = named.trace.losses.lines
        guard losses.isEmpty else { throw ReplayError.incomplete(trace: named.path, losses: losses) }
        let place = scratch.appending(path: "task-\(record.lastPathComponent)", directoryHint: .isDirectory)
        var work = try RecordedWork(named.trace, name: named.path, in: place, files: files, settings: settings)
        if let hasWindowManager = variant?.hasWindowManager { work.task.settings.hasWindowManager = hasWindowManager }
        let pictures = try ReplayPictures(below: out, for: named, attempt: attempt, clears: attempt == 1)
        var options = options
        options.keepPicture = pictures.keep
        if named.trace.header.policy == PolicyName.script.description, let script = work.script {
            let maker = try PolicyMaker("script")
            let screens = KeptScreens(
                beside: work.screens, use: variant == nil ? .compare : .skip, naming: maker.naming,
                masks: named.trace.header.masks)
            options.script = try maker.policy(script: script, pictures: work.task.folder, screens: screens)
        }
        if named.trace.header.policy == ServedDesktops.osworld { options.prepare = GuestHands.prepare }
        let run = try ReplayRun(named.trace, name: named.path, options: options)
        let parts = try assembly(of: work, named, record: record).parts
        var (report, cause) = await run.run(work.task, parts: parts, record: record.path)
        report.files = work.files.source
        report.environment += work.files.changes
        if isSandboxed, let hint = cause?.sandboxHint { report.reason += "; \(hint)" }
        var finished = FinishedReplay(report: report, cause: cause, wasToBeUpdated: updates)
        if hasPage {
            finished.pictures = ReplayFrames(of: report, named.trace, later: try? Trace(folder: record.path))
        }
        if updates { update(named, &finished, record: record) }
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
        if header.policy == ServedDesktops.osworld { assembly.desktop.otherHome = GuestPlaces.home }
        if let variant {
            assembly.desktop.look = try variant.applied(to: try named.trace.recordedLook)
            let recorded = header.session.screen ?? work.task.settings.screen
            assembly.desktop.size = variant.screen(besides: recorded) ?? assembly.desktop.size
        }
        assembly.mirror = mirror
        assembly.masks = header.masks
        // Only what was named on the command line: a trace may ask for any variable.
        assembly.secrets = secrets
        assembly.parameters = work.parameters
        assembly.isDryRun = header.isDryRun
        return assembly
    }

    /// Takes the new screens into the trace, unless something else than screens differs.
    private func update(_ named: NamedTrace, _ finished: inout FinishedReplay, record: URL) {
        let hasOnlyOtherScreens = finished.report.verdict == .diverged && finished.report.hasOnlyOtherScreens
        guard hasOnlyOtherScreens || finished.report.verdict == .healed else { return }
        let changed = finished.report.looks.filter { !$0.isAlike || $0.healed != nil }.map(\.step)
        if let chosen {
            finished.left = changed.filter { !chosen.contains($0) }
            guard changed.contains(where: chosen.contains) else { return }
        }
        do throws(TraceError) {
            try TraceUpdate(of: named.trace, with: try Trace(folder: record.path), only: chosen).replaceRecorded()
            finished.isUpdated = true
        } catch {
            finished.refusal = error
        }
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
        let check = try await second.replay(updated, in: scratch, record: again, attempt: 1)
        if check.report.isAsRecorded { return finished }
        guard check.report.verdict == .diverged, check.report.hasOnlyOtherScreens,
            !check.report.looks.contains(where: \.hasOtherWindows),
            let changes = try SelfChanges(
                try Trace(folder: record.path), try Trace(folder: again.path), threshold: threshold),
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

    private var threshold: Double { options.rule.threshold ?? SelfChanges.defaultThreshold }

    private func changes(between records: [URL]) -> [Box<ScreenSpace>] {
        let traces = records.compactMap { try? Trace(folder: $0.path) }
        guard let first = traces.first else { return [] }
        var boxes: Set<Box<ScreenSpace>> = []
        for other in traces.dropFirst() {
            let changes = try? SelfChanges(first, other, threshold: threshold)
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
