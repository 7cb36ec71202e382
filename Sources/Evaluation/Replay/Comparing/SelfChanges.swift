package import Images
import Interaction
package import Traces

/// What differs between two replays of the same program, and so changes by itself: a clock, a counter of bytes.
package struct SelfChanges: Sendable {
    /// The parts of the screen, none of them overlapping.
    package let boxes: [Box<ScreenSpace>]

    /// How far two colours may lie apart and look the same, where nothing else is given.
    package static let defaultThreshold = ReplayTolerance(ComparisonRule()).threshold

    /// Pixels around a part that go with it, as the digits of a clock are not equally wide.
    private static let margin = 6.0
    /// The greatest share of the screen that may be learned; beyond it there is nothing left to compare.
    private static let maximumShare = 0.1

    /// - Parameters:
    ///   - one: the trace of a replay that got to its end.
    ///   - other: that of another.
    ///   - threshold: how far two colours may lie apart and look the same.
    /// - Returns: `nil` where the replays took different steps, or too much of the screen changes.
    package init?(_ one: Trace, _ other: Trace, threshold: Double) throws(TraceError) {
        let (looks, others) = (one.allLooks, other.allLooks)
        guard looks.count == others.count else { return nil }
        var boxes: [Box<ScreenSpace>] = []
        var area = 0
        for (look, another) in zip(looks, others) {
            let (here, there) = (try one.image(of: look.frame), try other.image(of: another.frame))
            guard here.size == there.size else { return nil }
            area = here.width * here.height
            boxes += Self.changes(look, here, another, there, threshold)
        }
        guard let boxes = Self.few(boxes, of: area) else { return nil }
        self.boxes = boxes
    }

    /// What changed in one run though nothing was done: between the looks of steps that only checked the screen.
    ///
    /// - Returns: `nil` where too much of the screen changes.
    package init?(within trace: Trace, threshold: Double = SelfChanges.defaultThreshold) throws(TraceError) {
        var boxes: [Box<ScreenSpace>] = []
        var area = 0
        for step in trace.steps where step.decision?.assertion != nil && step.outside.isEmpty && step.unseen.isEmpty {
            guard let before = step.before, let after = step.after, before.frame != after.frame else { continue }
            let (here, there) = (try trace.image(of: before.frame), try trace.image(of: after.frame))
            guard here.size == there.size else { continue }
            area = here.width * here.height
            boxes += Self.changes(before, here, after, there, threshold)
        }
        guard let boxes = Self.few(boxes, of: area) else { return nil }
        self.boxes = boxes
    }

    /// The parts joined; `nil` where they are too much of the screen.
    private static func few(_ boxes: [Box<ScreenSpace>], of area: Int) -> [Box<ScreenSpace>]? {
        let merged = merged(boxes)
        return merged.reduce(0) { $0 + $1.area } <= Double(area) * maximumShare ? merged : nil
    }

    /// What differs between two looks, by whole words.
    private static func changes(
        _ look: RecordedScreen, _ here: Image, _ another: RecordedScreen, _ there: Image, _ threshold: Double
    ) -> [Box<ScreenSpace>] {
        let tooltips = UnsteadyTooltips(recorded: look.windows, now: another.restored(with: there).windows).boxes
        let origin = look.coordinates.capture
        let hidden =
            look.masked + another.masked
            + tooltips.map { Box(x: $0.x - origin.x, y: $0.y - origin.y, width: $0.width, height: $0.height) }
        let difference = here.visibleDifference(from: there, threshold: threshold, ignoring: hidden)
        // Of a clock mostly the last digit has changed; the others will.
        let words = difference.boxes.map { here.word(around: $0).union(there.word(around: $0)) }
        return words.map {
            Box<ScreenSpace>(x: $0.x + origin.x, y: $0.y + origin.y, width: $0.width, height: $0.height)
                .expanded(by: margin)
        }
    }

    /// Joins boxes that overlap, until none do.
    private static func merged(_ boxes: [Box<ScreenSpace>]) -> [Box<ScreenSpace>] {
        var result: [Box<ScreenSpace>] = []
        for box in boxes {
            var joined = box
            while let index = result.firstIndex(where: { $0.intersection(joined) != nil }) {
                joined = joined.union(result.remove(at: index))
            }
            result.append(joined)
        }
        return result
    }
}

extension Image {
    /// The least gap that parts two words, in heights of their letters.
    private static let wordGap = 0.4
    /// How far a word may go on to either side, in the same.
    private static let maximumWord = 20.0

    /// What stands beside `box` without a wide gap: the whole word or number of which it is a part.
    fileprivate func word(around box: Box<ImageSpace>) -> Box<ImageSpace> {
        let rows = max(0, Int(box.y))..<min(height, Int(box.maxY.rounded(.up)))
        guard !rows.isEmpty else { return box }
        let gap = max(2, Int(Self.wordGap * box.height))
        let reach = Int(Self.maximumWord * box.height)
        /// The last column with letters on one side of the box.
        func end(from start: Int, by step: Int) -> Int {
            var (last, x) = (start, start)
            while abs(x - last) <= gap, abs(x - start) < reach, (0..<width).contains(x + step) {
                x += step
                if rows.contains(where: { self[x, $0] != self[x, rows.lowerBound] }) { last = x }
            }
            return last
        }
        let left = end(from: max(0, Int(box.x)), by: -1)
        let right = end(from: min(width - 1, Int(box.maxX.rounded(.up)) - 1), by: 1)
        return Box(x: Double(left), y: box.y, width: Double(right + 1 - left), height: box.height)
    }
}

extension Trace {
    /// The look on which each step was decided, and the last one.
    fileprivate var allLooks: [RecordedScreen] {
        let steps = steps
        let last = steps.last.flatMap { $0.decision?.finish == nil ? $0.after : nil }
        return steps.compactMap(\.before) + [last].compactMap(\.self)
    }
}

extension Box<ScreenSpace> {
    /// As `--ignore` and `--mask` take it.
    package var option: String {
        let (x, y, width, height) = pixels
        return "\(max(0, x)),\(max(0, y)),\(width)x\(height)"
    }
}
