/// Follows the programs that have the keyboard's focus while a screen settles: what they were told to do may take them
/// longer than anything is seen of it, on a crowded machine above all.
struct FocusWatch {
    private var programs: [Int: ProcessTree] = [:]
    private var meter = WorkMeter()

    var lastBusy: Duration? { programs.isEmpty ? nil : meter.lastBusy }

    /// Whether they must be looked at before the screen can be said to rest.
    func isOutdated(at now: Duration) -> Bool { !programs.isEmpty && meter.isOutdated(at: now) }

    /// Whether they are known to be at it.
    func isAtWork(at now: Duration) -> Bool {
        lastBusy.map { now - $0 < SettleJudge.idleAfterWork } ?? false
    }

    /// When to look next if the screen would be at rest at that moment: looking has a price, and before it says nothing.
    func due(before rest: Duration) -> Duration {
        max(meter.due, rest - SettleJudge.idleAfterWork - WorkMeter.interval)
    }

    /// Takes in the process that has the focus, if it is known.
    mutating func add(_ process: Int32?) {
        guard let process = process.map(Int.init), programs[process] == nil else { return }
        // Not all that came from it: what runs in a terminal is not the terminal's work.
        programs[process] = ProcessTree(root: process, isOfOneProgram: true)
        meter.startAfresh()
    }

    /// Looks at them now.
    mutating func sample(at now: Duration) {
        let work = programs.values.map { $0.work() }
        guard !work.isEmpty else { return }
        meter.add(
            ProcessTree.Work(
                time: work.reduce(.zero) { $0 + $1.time }, isRunning: work.contains { $0.isRunning }),
            at: now)
    }
}
