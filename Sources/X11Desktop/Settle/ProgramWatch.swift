import Images
import Interaction

/// Follows a program from its start until it has shown itself and rests.
struct ProgramWatch {
    private let tree: ProcessTree
    /// The windows that were there before it started.
    private let windowsBefore: Set<WindowID>
    private(set) var state = SettleJudge.ProgramState()
    private var meter = WorkMeter()
    private var shownSince: Duration?

    /// A window of one colour counts as painted after this time: some programs are that plain.
    private static let patienceWithPlain = Duration.seconds(1)

    init(process: Int, windowsBefore: Set<WindowID>) {
        tree = ProcessTree(root: process)
        self.windowsBefore = windowsBefore
    }

    /// When it should be looked at next.
    var due: Duration { meter.due }

    /// Looks at the program now.
    ///
    /// - Parameters:
    ///   - windows: lists the windows; asked until the program's own is found.
    ///   - isPlain: whether a part of the screen has one colour only.
    mutating func sample(
        at now: Duration, windows: () throws(X11Error) -> [WindowInfo], isPlain: (Box<ScreenSpace>) -> Bool
    ) throws(X11Error) {
        let members = Set(tree.members())
        guard !members.isEmpty else {
            if state.ended == nil { state.ended = now }
            return
        }
        meter.add(tree.work(), at: now)
        state.lastBusy = meter.lastBusy
        guard !state.isShown, let window = try windows().first(where: { isOwn($0, members) }) else { return }
        if shownSince == nil { shownSince = now }
        let waited = now - (shownSince ?? now)
        if !isPlain(window.content) || waited > ProgramWatch.patienceWithPlain {
            state.isShown = true
            state.drawsInBursts = tree.drawsInBursts()
        }
    }

    private func isOwn(_ window: WindowInfo, _ members: Set<Int>) -> Bool {
        guard !window.isMinimised else { return false }
        if let process = window.process, members.contains(process) { return true }
        return window.process == nil && !windowsBefore.contains(window.id)
    }
}
