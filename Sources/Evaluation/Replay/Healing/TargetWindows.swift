package import Images
package import Interaction
package import Traces

/// The windows of a recorded screen and of today's, to tell whether two places are in the same one.
package struct TargetWindows: Sendable {
    private let then: [RecordedWindow]
    private let now: [WindowInfo]
    private let frame: CoordinateFrame
    private let numbers: [UInt: WindowID]

    /// - Parameters:
    ///   - then: the recorded windows, the uppermost first; `now` those of today.
    ///   - frame: of the pictures in which places lie.
    package init(then: [RecordedWindow], now: [WindowInfo], frame: CoordinateFrame) {
        self.then = then.filter { !$0.isMinimised && $0.isTooltip != true }
        self.now = now.filter { !$0.isMinimised && !$0.isTooltip }
        self.frame = frame
        numbers = WindowPairs(recorded: self.then, now: self.now).numbers
    }

    /// Whether the uppermost window at a place is today the one that was there at another place when it was recorded.
    func isSame(_ old: Point<ImageSpace>, _ new: Point<ImageSpace>) -> Bool {
        let (old, new) = (screenPoint(old), screenPoint(new))
        let window = then.first { $0.frame.contains(old) }
        return window.map { numbers[$0.id] } == now.first { $0.frame.contains(new) }.map(\.id)
    }

    private func screenPoint(_ point: Point<ImageSpace>) -> Point<ScreenSpace> {
        let box = frame.screenBox(Box<ImageSpace>(x: point.x, y: point.y, width: 1, height: 1))
        return Point(x: box.x, y: box.y)
    }
}
