/// Tells from what processes have used of the processors when they were last at work.
package struct WorkMeter {
    /// When they were last seen at work.
    package private(set) var lastBusy: Duration?
    private var last: (time: Duration, work: ProcessTree.Work)?

    /// How often to look.
    static let interval = Duration.milliseconds(40)
    /// What was seen longer ago says nothing of now.
    static let memory = Duration.milliseconds(120)
    /// Clocks and carets take less of a processor, programs that do what they were told more.
    private static let share = 0.15

    package init() {}

    /// When to look next.
    var due: Duration { last.map { $0.time + WorkMeter.interval } ?? .zero }

    /// Whether the last look was too long ago to say that they rest.
    package func isOutdated(at now: Duration) -> Bool { last.map { now - $0.time > WorkMeter.memory } ?? true }

    /// Takes what they have used up to now. Without a recent look to compare with, they count as at work.
    package mutating func add(_ work: ProcessTree.Work, at now: Duration) {
        defer { last = (now, work) }
        guard let last, !isOutdated(at: now), now > last.time else {
            lastBusy = now
            return
        }
        let share = (work.time - last.work.time) / (now - last.time)
        if work.isRunning || share > WorkMeter.share { lastBusy = now }
    }

    /// Forgets what was used before, as when other processes are meant from now on.
    mutating func startAfresh() { last = nil }
}
