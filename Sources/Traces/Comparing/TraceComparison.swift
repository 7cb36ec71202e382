package import Images

/// Where two traces first part.
package enum TraceDivergence: Hashable, Sendable {
    /// One trace has a step that the other lacks.
    case steps(Int, Int)
    case action(step: Int, RecordedAction?, RecordedAction?)
    /// The screens after the same action differ in so many pixels, within this box.
    case screen(step: Int, pixels: Int, bounds: Box<ImageSpace>?)
    case end(RecordedEnd?, RecordedEnd?)
}

extension Trace {
    /// Compares actions and, where `comparesScreens`, what was to be seen after each; exactly.
    ///
    /// - Returns: `nil` when the traces agree.
    package func divergence(
        from other: Trace, comparesScreens: Bool = true
    ) throws(TraceError) -> TraceDivergence? {
        let (ours, theirs) = (steps, other.steps)
        for (mine, its) in zip(ours, theirs) {
            if mine.action != its.action { return .action(step: mine.number, mine.action, its.action) }
            guard comparesScreens, let here = mine.after?.frame, let there = its.after?.frame, here != there else {
                continue
            }
            let difference = try image(of: here).difference(from: try other.image(of: there))
            return .screen(step: mine.number, pixels: difference.changedPixels, bounds: difference.bounds)
        }
        if ours.count != theirs.count { return .steps(ours.count, theirs.count) }
        return end == other.end ? nil : .end(end, other.end)
    }
}
