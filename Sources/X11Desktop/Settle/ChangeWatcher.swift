import CX11
import Images
import Interaction

/// Watches the screen for real changes, over a connection of its own: nobody else's events get lost, and none of ours
/// get in the way.
///
/// It lives in an ``XDesktop`` and is used on its thread.
final class ChangeWatcher {
    let connection: X11Connection
    private let capture: ScreenCapture
    private let damage: DamageWatch?
    private var frame: RememberedFrame
    private var tracker = ChangeTracker()
    private var isWatching = false
    private var hasResized = false
    private(set) var windowsBefore: Set<WindowID> = []
    private var focus = FocusWatch()

    /// Time zero of all our times; each watch has its own beginning.
    private let origin = ContinuousClock.now
    private var watchBegan = Duration.zero
    private var lastRead = Duration.zero

    /// At most so often are pixels read: an animation must not keep a processor busy.
    private static let pace = Duration.milliseconds(8)
    /// Where the server does not say when something was drawn.
    private static let paceWithoutDamage = Duration.milliseconds(40)

    init(at address: DisplayAddress) throws(X11Error) {
        connection = try X11Connection(to: address)
        capture = ScreenCapture(on: connection)
        damage = DamageWatch(connection)
        frame = RememberedFrame(size: try connection.currentScreenSize())
        _ = try damage?.take()
        try rememberEverything()
    }

    var now: Duration { origin.duration(to: .now) }

    /// Remembers the screen as it is; what changed since the last time happened by itself.
    func watch() throws(X11Error) {
        try beginWatch()
        windowsBefore = Set(WindowTree(connection: connection).children(of: connection.root).map { WindowID($0) })
        focus.add(connection.focusedProcess())
        try connection.syncIgnoringRefusals()
    }

    private func beginWatch() throws(X11Error) {
        watchBegan = now
        hasResized = false
        focus = FocusWatch()
        do {
            if let drifted = try readChanges() {
                tracker.begin(drifted: drifted)
            } else {
                tracker.startAfresh(at: now)
                tracker.begin()
                hasResized = false
            }
        } catch .refused {
            try startAfresh()
            tracker.begin()
            hasResized = false
        }
        isWatching = true
    }

    /// Blocks until the screen is at rest, in steps of at most a tenth of a second.
    func settle(_ expectation: SettleExpectation) throws -> SettleReport {
        if !isWatching { try beginWatch() }
        isWatching = false
        tracker.ignore(expectation.ignored)
        let judge = SettleJudge(expectation, began: now)
        var program = try expectation.startedProcess.map { process in
            ProgramWatch(process: process, windowsBefore: try topLevelWindowsBefore())
        }
        var mayHaveChanged = true
        while true {
            try Task.checkCancellation()
            if mayHaveChanged || damage == nil { try noteChanges() }
            try sample(&program)
            switch verdict(judge, program) {
            case .wait(let moment):
                let due = program?.due ?? focus.due(before: moment)
                mayHaveChanged = try waitForDrawing(until: min(moment, due))
                if program == nil, now >= due { try sampleFocus() }
            case .done(let reason):
                // What was drawn up to this very moment still counts.
                try noteChanges()
                if program == nil, focus.isOutdated(at: now) { try sampleFocus() }
                if reason == .deadline || verdict(judge, program) == .done(reason) {
                    return try report(reason, judge, program)
                }
            }
        }
    }

    private func verdict(_ judge: SettleJudge, _ program: ProgramWatch?) -> SettleJudge.Verdict {
        judge.verdict(
            at: now, firstChange: tracker.firstChange, lastChange: tracker.lastChange, program: program?.state,
            lastWork: program == nil ? focus.lastBusy : nil,
            unfinished: program == nil ? unfinished(judge.expectation.pressed) : nil)
    }

    /// What has changed, where it speaks for more to come.
    private func unfinished(_ pressed: PressedWidget?) -> SettleJudge.Unfinished? {
        if let pressed, tracker.showsOnlyPress(of: pressed) {
            return pressed == .byKey ? .pressByKey : .pressByPointer
        }
        return tracker.animationPause.map { .animation(pause: $0) }
    }

    private func report(
        _ reason: SettleReport.Reason, _ judge: SettleJudge, _ program: ProgramWatch?
    ) throws -> SettleReport {
        let end = now
        let atDeadline = reason == .deadline
        return SettleReport(
            reason: reason, firstChange: tracker.firstChange.map { $0 - watchBegan },
            lastChange: tracker.lastChange.map { $0 - watchBegan }, settled: end - watchBegan,
            regions: tracker.regions(unstableSince: atDeadline ? end - judge.expectation.quiet - .seconds(1) : nil),
            notes: try notes(program, atDeadline: atDeadline))
    }

    private func notes(_ program: ProgramWatch?, atDeadline: Bool) throws -> [String] {
        var notes: [String] = []
        if damage == nil {
            notes.append("the X server has no DAMAGE extension: the screen was compared every 40 ms")
        }
        if case .requests(let obstacle) = try capture.method() {
            notes.append("pixels were sent over the connection: \(obstacle)")
        }
        if hasResized { notes.append("the screen became \(frame.size)") }
        guard let state = program?.state else {
            if focus.isAtWork(at: now) { notes.append("the program that was acted on was still at work") }
            return notes
        }
        if state.ended != nil {
            notes.append("the started program has ended")
        } else if !state.isShown {
            notes.append("the started program showed no window")
        } else if atDeadline {
            notes.append("the started program was still at work or drawing")
        }
        return notes
    }
}

/// Reading the screen.
extension ChangeWatcher {
    /// Reads what was drawn and tells the tracker what really changed.
    private func noteChanges() throws(X11Error) {
        do {
            guard let changes = try readChanges() else { return }
            tracker.add(changes, at: now) { windowAreas() }
        } catch .refused {
            // The screen shrank between our two questions.
            try startAfresh()
        }
    }

    /// The tiles that changed since the last reading, or `nil` when the screen has another size now.
    private func readChanges() throws(X11Error) -> [TileChange]? {
        lastRead = now
        guard try connection.currentScreenSize() == frame.size else {
            try startAfresh()
            return nil
        }
        let drawn = try damage?.take() ?? [PixelArea(x: 0, y: 0, width: frame.size.width, height: frame.size.height)]
        var changes: [TileChange] = []
        for area in DirtyTiles(drawn, in: frame).areas {
            changes += frame.update(try capture.image(of: area), of: area)
        }
        return changes
    }

    private func startAfresh() throws(X11Error) {
        frame = RememberedFrame(size: try connection.currentScreenSize())
        _ = try damage?.take()
        try rememberEverything()
        hasResized = true
        tracker.startAfresh(at: now)
    }

    private func rememberEverything() throws(X11Error) {
        let all = PixelArea(x: 0, y: 0, width: frame.size.width, height: frame.size.height)
        frame.remember(try capture.image(of: all), of: all)
    }

    /// Waits until something is drawn or the moment has come, and no longer than a cancellation may go unnoticed. Says
    /// whether something may have been drawn.
    private func waitForDrawing(until moment: Duration) throws(X11Error) -> Bool {
        guard damage != nil else {
            _ = try connection.waitForEvents(upTo: max(.zero, lastRead + ChangeWatcher.paceWithoutDamage - now))
            connection.discardEvents()
            return true
        }
        let time = max(.zero, min(moment - now, .milliseconds(50)))
        guard try connection.waitForEvents(upTo: time) else { return false }
        connection.discardEvents()
        // The server says nothing more until we ask, so this only lets time pass.
        _ = try connection.waitForEvents(upTo: max(.zero, lastRead + ChangeWatcher.pace - now))
        connection.discardEvents()
        return true
    }

    private func windowAreas() -> [Box<ScreenSpace>] {
        ((try? WindowReader(connection).windows()) ?? []).map(\.content)
    }
}

/// Following programs.
extension ChangeWatcher {
    /// Looks at the programs that have, or had, the focus.
    private func sampleFocus() throws(X11Error) {
        focus.add(connection.focusedProcess())
        try connection.syncIgnoringRefusals()
        focus.sample(at: now)
    }

    private func sample(_ program: inout ProgramWatch?) throws(X11Error) {
        guard let due = program?.due, now >= due else { return }
        try program?.sample(at: now) { () throws(X11Error) in
            try WindowReader(connection).windows()
        } isPlain: { box in
            PixelArea(box, on: frame.size).map(frame.isPlain) ?? true
        }
    }

    /// The windows that were there when the watch began, be they inside a window manager's frame or not.
    private func topLevelWindowsBefore() throws(X11Error) -> Set<WindowID> {
        let tree = WindowTree(connection: connection)
        let before = windowsBefore.union(windowsBefore.flatMap { tree.children(of: $0.number).map { WindowID($0) } })
        try connection.syncIgnoringRefusals()
        return before
    }
}
