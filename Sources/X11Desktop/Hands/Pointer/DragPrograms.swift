import CX11
import Images

/// The programs at both ends of a drag, which must have followed it before it goes on.
///
/// A program that is busy when the button is released takes the drag for a click, or drops nothing. Those that answer
/// `_NET_WM_PING` prove that they have read every motion; others are watched until they sleep.
final class DragPrograms {
    private let connection: X11Connection
    private let barrier: DrainBarrier
    private let source: TypingTarget?
    private let target: TypingTarget?

    /// Finds the programs, and learns which of them answer, while none of them is busy with the drag.
    init(from start: Point<ScreenSpace>, to end: Point<ScreenSpace>, _ connection: X11Connection) throws {
        self.connection = connection
        barrier = DrainBarrier(connection)
        source = try TypingTarget(at: start, connection)
        let target = try TypingTarget(at: end, connection)
        self.target = target?.topLevel == source?.topLevel ? nil : target
        for program in [source, self.target].compactMap({ $0 }) {
            _ = try barrier.wait(for: program, within: .seconds(1))
        }
    }

    /// Waits until the program under the start has taken the motion for a drag.
    func waitForSource() throws { try wait(for: [source], rounds: 2) }

    /// Waits until both programs have agreed on what may be dropped.
    func waitForTarget() throws { try wait(for: [source, target], rounds: 3) }

    /// - Parameter rounds: how often the programs are asked: toolkits handle a motion up to a frame after they have read
    ///   it, and then tell each other of it.
    private func wait(for programs: [TypingTarget?], rounds: Int) throws {
        for round in 0..<rounds {
            XFlush(connection.display)
            Pause.of(DragTrack.hold)
            for program in programs.compactMap({ $0 }) where round == 0 || program.takesPings {
                try Task.checkCancellation()
                guard try barrier.wait(for: program) else {
                    try Task.checkCancellation()
                    throw X11Error.dragNotFollowed(DrainBarrier.patience)
                }
            }
        }
    }
}

extension TypingTarget {
    /// The program whose window shows at a point; `nil` on the bare desktop.
    init?(at point: Point<ScreenSpace>, _ connection: X11Connection) throws(X11Error) {
        var window = connection.root
        var child = Window()
        var (x, y): (Int32, Int32) = (0, 0)
        let (left, top) = (Int32(point.pixel.x), Int32(point.pixel.y))
        while XTranslateCoordinates(connection.display, connection.root, window, left, top, &x, &y, &child) != 0,
            child != 0
        {
            window = child
        }
        try connection.syncIgnoringRefusals()
        guard window != connection.root else { return nil }
        try self.init(window: window, connection)
    }
}
