/// The contents that one tile has shown, to recognise recurring ones.
struct TileMemory {
    /// Maximum number of contents of a repeating tile. A spinner has at most some dozens.
    private static let maximumPeriod = 160

    private var seen: [UInt64]
    private(set) var current: UInt64
    /// Contents that were come back to since the watch began.
    private var returnedTo: Set<UInt64> = []
    private var baseline: UInt64
    /// Returns to earlier contents between actions, and since the watch began.
    private var returnsAlone = 0
    private var returns = 0
    private var firstChange: Duration?
    private var lastReturn: Duration?

    init(_ content: UInt64) {
        seen = [content]
        current = content
        baseline = content
    }

    /// Whether the tile keeps returning to earlier contents: twice, and not all within one quick flicker such as a
    /// button makes when it is clicked three times.
    var isPeriodic: Bool {
        guard returnsAlone + returns >= 2 else { return false }
        guard returnsAlone == 0, let firstChange, let lastReturn else { return true }
        return lastReturn - firstChange >= .milliseconds(300)
    }

    /// Whether it has come back to what it showed when the watch began, so that all its changes are part of its cycle.
    var hasReturnedToStart: Bool { returnedTo.contains(baseline) }

    /// Whether it shows what it showed when the watch began.
    var isAtStart: Bool { current == baseline }

    /// Starts a new watch. What repeated itself during the last one is remembered as doing so by itself.
    mutating func begin() {
        if isPeriodic { returnsAlone = 2 }
        returns = 0
        returnedTo = []
        baseline = current
        firstChange = nil
        lastReturn = nil
    }

    /// Notes a new content. `time` is `nil` for a change between actions.
    mutating func note(_ content: UInt64, at time: Duration?) {
        defer { current = content }
        if time != nil, firstChange == nil { firstChange = time }
        guard seen.contains(content) else { return noteNew(content) }
        if let time {
            returns += 1
            returnedTo.insert(content)
            lastReturn = time
        } else {
            returnsAlone += 1
        }
    }

    private mutating func noteNew(_ content: UInt64) {
        if isPeriodic {
            // The cycle is broken: something else happens here now.
            returns = 0
            returnsAlone = 0
            seen = []
        }
        seen.append(content)
        if seen.count > TileMemory.maximumPeriod { seen.removeFirst() }
    }
}
