package import Images
package import Interaction

/// Tells the changes of a screen that matter from those that never end: carets, fading scrollbars, whatever keeps
/// returning to earlier contents.
///
/// It is a value fed with changes and times, and knows nothing of X11. It lives as long as the desktop, so that a caret
/// recognised after one action is known at the next.
package struct ChangeTracker {
    /// When a tile changed in a way that counts, since the watch began.
    struct Relevance {
        var first: Duration
        var last: Duration
        var box: Box<ScreenSpace>
        /// The most pixels that changed at once.
        var count: Int
    }

    /// A small place whose changes do not count, for now.
    private struct Spot {
        var box: Box<ScreenSpace>
        var changes: Int
        var kind: SettleReport.Region.Kind?
    }

    private(set) var memories: [Tile: TileMemory] = [:]
    private var ignored: [Box<ScreenSpace>] = []
    private(set) var relevant: [Tile: Relevance] = [:]
    private var pauses = AnimationPauses()
    private var repeating: [Tile: Box<ScreenSpace>] = [:]
    private var spots: [Spot] = []
    private var given: Set<Int> = []
    private var redrawn: Duration?

    package init() {}

    /// Starts a new watch.
    ///
    /// - Parameters:
    ///   - drifted: what changed since the last watch ended, without an action.
    ///   - ignored: parts of the screen that do not count.
    package mutating func begin(drifted: [TileChange] = []) {
        for change in drifted { note(change, at: nil) }
        for tile in memories.keys { memories[tile]?.begin() }
        relevant = [:]
        repeating = [:]
        spots = []
        given = []
        redrawn = nil
        ignored = []
        pauses = AnimationPauses()
    }

    package mutating func ignore(_ boxes: [Box<ScreenSpace>]) { ignored = boxes }

    /// The whole screen became another one, of another size: nothing known of it holds any more.
    mutating func startAfresh(at time: Duration) {
        begin()
        memories = [:]
        redrawn = time
    }

    /// Notes what changed together.
    ///
    /// - Parameter windows: where the windows are; asked only when something looks like a scrollbar.
    package mutating func add(_ changes: [TileChange], at time: Duration, windows: () -> [Box<ScreenSpace>] = { [] }) {
        let counting = changes.filter { change in
            note(change, at: time)
            return !isGiven(change) && !isRepeating(change)
        }
        let clusters = Cluster.grouping(counting.map(\.box))
        // One bar that vanishes here and another that appears there: the caret was moved, which is a change.
        let caretHasMoved = clusters.count { $0.box.isCaretSized } > 1
        for cluster in clusters where counts(cluster.box, caretHasMoved: caretHasMoved, windows) {
            pauses.note(cluster.members.contains { relevant[counting[$0].tile] != nil }, at: time)
            for member in cluster.members { markRelevant(counting[member], at: time) }
        }
    }

    /// How long the pauses are of something that changes again and again in one place; `nil` where nothing does.
    package var animationPause: Duration? { pauses.longest }

    /// When the first and the last change that count were seen.
    package var firstChange: Duration? { (standing.map(\.first) + (redrawn.map { [$0] } ?? [])).min() }
    package var lastChange: Duration? { (standing.map(\.last) + (redrawn.map { [$0] } ?? [])).max() }

    /// What changed without being waited for, and what was still changing after `unstableSince`.
    package func regions(unstableSince: Duration? = nil) -> [SettleReport.Region] {
        var regions = given.sorted().map { SettleReport.Region(box: ignored[$0], kind: .given) }
        regions += spots.compactMap { spot in spot.kind.map { SettleReport.Region(box: spot.box, kind: $0) } }
        let repeated = Cluster.grouping(repeating.sorted { $0.key < $1.key }.map(\.value)).map(\.box)
        regions += repeated.filter { box in !regions.contains { $0.box.expanded(by: 2).contains(box) } }
            .map { SettleReport.Region(box: $0, kind: $0.isCharacterSized ? .caret : .periodic) }
        if let unstableSince {
            let unstable = relevant.filter { isStanding($0.key) && $0.value.last >= unstableSince }
            regions += Cluster.grouping(unstable.sorted { $0.key < $1.key }.map(\.value.box))
                .map { SettleReport.Region(box: $0.box, kind: .unstable) }
        }
        return regions
    }

    private mutating func note(_ change: TileChange, at time: Duration?) {
        var memory = memories[change.tile] ?? TileMemory(change.before)
        if memory.current != change.before { memory = TileMemory(change.before) }
        memory.note(change.after, at: time)
        memories[change.tile] = memory
    }

    private mutating func isGiven(_ change: TileChange) -> Bool {
        guard let index = ignored.firstIndex(where: { $0.contains(change.box) }) else { return false }
        given.insert(index)
        return true
    }

    private mutating func isRepeating(_ change: TileChange) -> Bool {
        guard memories[change.tile]?.isPeriodic ?? false else { return false }
        repeating[change.tile] = repeating[change.tile].map { $0.union(change.box) } ?? change.box
        return true
    }

    /// Whether a cluster of changes counts; a small one is remembered as a spot.
    private mutating func counts(
        _ box: Box<ScreenSpace>, caretHasMoved: Bool, _ windows: () -> [Box<ScreenSpace>]
    ) -> Bool {
        let isStrip = box.isUprightStrip || box.isLyingStrip
        guard box.isCaretSized || isStrip else { return true }
        let spot = spots.firstIndex { $0.box.expanded(by: 2).intersection(box) != nil }
        if box.isCaretSized { return caretCounts(box, at: spot, caretHasMoved: caretHasMoved) }
        return stripCounts(box, at: spot, windows)
    }

    /// A bar at one place is a caret. A bar that creeps on, as at the end of a progress bar, is not.
    private mutating func caretCounts(_ box: Box<ScreenSpace>, at spot: Int?, caretHasMoved: Bool) -> Bool {
        guard let spot else {
            spots.append(Spot(box: box, changes: 1, kind: caretHasMoved ? nil : .caret))
            return caretHasMoved
        }
        if spots[spot].kind == .scrollbar { return false }
        spots[spot].box = spots[spot].box.union(box)
        spots[spot].changes += 1
        let stays = spots[spot].box.isCaretSized
        spots[spot].kind = stays ? .caret : nil
        return !stays
    }

    /// A strip along a window's side is a scrollbar that comes or goes. One along the bottom might be a line of text,
    /// and one inside a window anything, until it has changed in place as often as only a fading thing does.
    private mutating func stripCounts(
        _ box: Box<ScreenSpace>, at spot: Int?, _ windows: () -> [Box<ScreenSpace>]
    ) -> Bool {
        guard let spot else {
            let isScrollbar = box.isUprightStrip && windows().contains { box.isAlongEdge(of: $0) }
            spots.append(Spot(box: box, changes: 1, kind: isScrollbar ? .scrollbar : nil))
            return !isScrollbar
        }
        spots[spot].box = spots[spot].box.union(box)
        spots[spot].changes += 1
        let place = spots[spot].box
        guard place.isUprightStrip || place.isLyingStrip else {
            spots[spot].kind = nil
            return true
        }
        if spots[spot].changes >= 4, windows().contains(where: { place.isAlongEdge(of: $0) }) {
            spots[spot].kind = .scrollbar
        }
        return spots[spot].kind != .scrollbar
    }

    private mutating func markRelevant(_ change: TileChange, at time: Duration) {
        if var known = relevant[change.tile] {
            known.last = time
            known.box = known.box.union(change.box)
            known.count = max(known.count, change.count)
            relevant[change.tile] = known
        } else {
            relevant[change.tile] = Relevance(first: time, last: time, box: change.box, count: change.count)
        }
    }

    /// The changes that still count, now that it is known what repeats itself.
    private var standing: [Relevance] { relevant.filter { isStanding($0.key) }.map(\.value) }

    private func isStanding(_ tile: Tile) -> Bool {
        guard let memory = memories[tile], memory.isPeriodic else { return true }
        return !memory.hasReturnedToStart
    }
}
