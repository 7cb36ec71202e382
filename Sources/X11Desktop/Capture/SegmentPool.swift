import CX11
import Images
import Synchronization

/// The segments shared with one X server: borrowed by pictures, and returned when no picture uses them any more.
///
/// All but ``giveBack(_:)`` is called on the connection's thread.
final class SegmentPool: Sendable {
    /// How many segments exist at most. The last is never lent, so that capturing always goes on.
    static let limit = 6

    private struct Stock {
        var free: [SharedSegment] = []
        var lent = 0
    }

    private let stock = Mutex(Stock())

    /// A segment of at least `count` bytes, to be given to ``giveBack(_:)`` or ``lend(_:)``.
    ///
    /// Free segments that are too small, left from when the screen was smaller, are dropped on the way.
    func take(count: Int, for connection: X11Connection) throws(CaptureObstacle) -> SharedSegment {
        while let segment = stock.withLock({ $0.free.popLast() }) {
            if segment.bytes.count >= count { return segment }
            XShmDetach(connection.display, segment.info)
        }
        return try SegmentPool.makeSegment(count: count, for: connection)
    }

    /// Puts a segment that is not lent back.
    func putBack(_ segment: SharedSegment) {
        stock.withLock { $0.free.append(segment) }
    }

    /// The segment as a picture's memory, or `nil` when too many are lent already.
    func lend(_ segment: SharedSegment) -> PixelStorage? {
        let allowed = stock.withLock { stock in
            guard stock.lent + 1 < SegmentPool.limit else { return false }
            stock.lent += 1
            return true
        }
        guard allowed else { return nil }
        return PixelStorage(borrowing: segment.bytes) { self.giveBack(segment) }
    }

    /// Takes a lent segment back; a picture's last user may do this on any thread.
    private func giveBack(_ segment: SharedSegment) {
        stock.withLock { stock in
            stock.lent -= 1
            stock.free.append(segment)
        }
    }

    /// A new segment that the server has attached to.
    static func makeSegment(
        count: Int, for connection: X11Connection
    ) throws(CaptureObstacle) -> SharedSegment {
        do {
            if let client = connection.segmentClient { return try SharedSegment(count: count, by: client) }
            return try attachedSegment(SharedSegment(count: count), for: connection)
        } catch let error as SystemError {
            throw .system(.noSegment(bytes: count, reason: error.description))
        } catch let error as CaptureObstacle {
            // A server in another namespace does not know the segment's number.
            guard case .system = error, let client = SegmentClient(to: connection.address),
                let segment = try? SharedSegment(count: count, by: client)
            else { throw error }
            connection.segmentClient = client
            return segment
        } catch {
            throw .system(.noSegment(bytes: count, reason: "\(error)"))
        }
    }

    private static func attachedSegment(
        _ segment: SharedSegment, for connection: X11Connection
    ) throws(CaptureObstacle) -> SharedSegment {
        do {
            try connection.syncIgnoringRefusals()
            XShmAttach(connection.display, segment.info)
            try connection.sync("to share memory")
        } catch .refused(_, let reason) {
            throw .system(.refused(reason: reason))
        } catch {
            throw .server(error)
        }
        return segment
    }
}

/// Why no segment could be had: for good, or because the server is in trouble.
enum CaptureObstacle: Error {
    case system(CaptureMethod.Obstacle)
    case server(X11Error)
}
