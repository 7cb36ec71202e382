import CX11
import Images

/// Reads a large area in strips through one small segment, into memory of our own.
///
/// Fresh shared memory costs a page fault for every 4 KiB on both sides, about 10 ms for 1920x1080, which a program that
/// takes one picture and ends never earns back. Strips need an eighth of it; the picture's own memory comes in huge pages.
struct StripCapture {
    /// How much is shared with the server.
    private static let segmentBytes = 1 << 20

    /// Reads `area` as of one moment: the server does nothing for others between the strips.
    ///
    /// - Parameter read: has the server write a part of the screen into a segment.
    static func pixels(
        of area: PixelArea, bytesPerRow: Int, on connection: X11Connection,
        read: (PixelArea, SharedSegment) throws(X11Error) -> Void
    ) throws(CaptureObstacle) -> CapturedPixels {
        let rows = max(1, segmentBytes / bytesPerRow)
        let segment = try SegmentPool.makeSegment(count: rows * bytesPerRow, for: connection)
        let storage = PixelStorage(count: bytesPerRow * area.height, isZeroed: false)
        XGrabServer(connection.display)
        defer {
            XUngrabServer(connection.display)
            XShmDetach(connection.display, segment.info)
            XFlush(connection.display)
        }
        for top in stride(from: 0, to: area.height, by: rows) {
            let height = min(rows, area.height - top)
            let strip = PixelArea(x: area.x, y: area.y + top, width: area.width, height: height)
            do {
                try read(strip, segment)
            } catch {
                throw .server(error)
            }
            UnsafeMutableRawBufferPointer(rebasing: storage.bytes[(top * bytesPerRow)...])
                .copyMemory(from: UnsafeRawBufferPointer(rebasing: segment.bytes[..<(height * bytesPerRow)]))
        }
        return CapturedPixels(area: area, storage: storage)
    }
}
