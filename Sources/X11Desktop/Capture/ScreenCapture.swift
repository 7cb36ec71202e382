import CX11
import Images

/// Reads pixels of the root window, through shared memory where the server can.
///
/// It lives in an ``XDesktop`` and is used on its thread.
final class ScreenCapture {
    private enum Way {
        case sharedMemory(SegmentPool)
        case requests(CaptureMethod.Obstacle)
    }

    private let connection: X11Connection
    private var chosenWay: Way?
    private var knownLayout: PixelLayout?
    /// Whether nothing was captured yet; a single capture does not need lasting segments.
    private var isFirst = true

    init(on connection: X11Connection) {
        self.connection = connection
    }

    /// How pixels are read; tries shared memory if nothing was captured yet.
    func method() throws(X11Error) -> CaptureMethod {
        if chosenWay == nil {
            _ = try pixels(of: PixelArea(x: 0, y: 0, width: 1, height: 1))
        }
        return switch chosenWay {
        case .requests(let obstacle): .requests(obstacle)
        case .sharedMemory, nil: .sharedMemory
        }
    }

    /// Reads a part of the screen, which must lie inside it.
    ///
    /// A large part stays where the server wrote it and is not copied; a small one, up to an eighth of the screen, is
    /// copied out, so that keeping it does not keep a whole segment.
    ///
    /// - Throws: ``X11Error/refused(request:reason:)`` when the part reaches out of the screen.
    func image(of area: PixelArea) throws(X11Error) -> Image {
        try pixels(of: area).image
    }

    /// The same as ``image(of:)``, while the pixels may still be drawn on.
    func pixels(of area: PixelArea) throws(X11Error) -> CapturedPixels {
        let layout = try layout()
        switch try captureMethod() {
        case .requests:
            return try requestedPixels(of: area, layout: layout)
        case .sharedMemory(let pool):
            do {
                return try sharedPixels(of: area, layout: layout, pool: pool)
            } catch {
                switch error {
                case .server(let error): throw error
                case .system(let obstacle): chosenWay = .requests(obstacle)
                }
                return try requestedPixels(of: area, layout: layout)
            }
        }
    }

    private func layout() throws(X11Error) -> PixelLayout {
        if let knownLayout { return knownLayout }
        let layout = try PixelLayout(of: connection)
        knownLayout = layout
        return layout
    }

    private func captureMethod() throws(X11Error) -> Way {
        if let chosenWay { return chosenWay }
        let offered = XShmQueryExtension(connection.display) != 0
        try connection.checkAlive()
        let captureMethod: Way = offered ? .sharedMemory(SegmentPool()) : .requests(.noExtension)
        chosenWay = captureMethod
        return captureMethod
    }

    private func sharedPixels(
        of area: PixelArea, layout: PixelLayout, pool: SegmentPool
    ) throws(CaptureObstacle) -> CapturedPixels {
        let needed = layout.bytesPerRow(width: area.width) * area.height
        if isFirst, layout.isNative, needed > 1 << 21 {
            isFirst = false
            return try StripCapture.pixels(
                of: area, bytesPerRow: layout.bytesPerRow(width: area.width), on: connection, read: read)
        }
        isFirst = false
        let screen = connection.screenSize
        let segment = try pool.take(
            count: max(needed, layout.bytesPerRow(width: screen.width) * screen.height), for: connection)
        do {
            try read(area, into: segment)
        } catch {
            pool.putBack(segment)
            throw .server(error)
        }
        let isSmall = needed * 8 <= segment.bytes.count
        if layout.isNative, !isSmall, let storage = pool.lend(segment) {
            return CapturedPixels(area: area, storage: storage)
        }
        defer { pool.putBack(segment) }
        let bytes = UnsafeRawBufferPointer(rebasing: segment.bytes[..<needed])
        return CapturedPixels(area: area, storage: layout.imageStorage(bytes, width: area.width, height: area.height))
    }

    /// Has the server write the pixels to the start of the segment, row after row.
    private func read(_ area: PixelArea, into segment: SharedSegment) throws(X11Error) {
        let display = connection.display
        guard
            let header = XShmCreateImage(
                display, XDefaultVisual(display, connection.screenNumber),
                UInt32(XDefaultDepth(display, connection.screenNumber)), ZPixmap, segment.info.pointee.shmaddr,
                segment.info, UInt32(area.width), UInt32(area.height))
        else { throw .refused(request: "a picture of \(area)", reason: "no memory") }
        defer { _ = header.pointee.f.destroy_image(header) }
        guard XShmGetImage(display, connection.root, header, Int32(area.x), Int32(area.y), XAllPlanes()) != 0 else {
            throw connection.trouble(in: "a picture of \(area)")
        }
    }

    private func requestedPixels(of area: PixelArea, layout: PixelLayout) throws(X11Error) -> CapturedPixels {
        guard
            let answer = XGetImage(
                connection.display, connection.root, Int32(area.x), Int32(area.y), UInt32(area.width),
                UInt32(area.height), XAllPlanes(), ZPixmap)
        else { throw connection.trouble(in: "a picture of \(area)") }
        let bytes = UnsafeMutableRawBufferPointer(
            start: answer.pointee.data, count: layout.bytesPerRow(width: area.width) * area.height)
        if layout.isNative {
            nonisolated(unsafe) let owned = answer
            return CapturedPixels(
                area: area, storage: PixelStorage(borrowing: bytes) { _ = owned.pointee.f.destroy_image(owned) })
        }
        defer { _ = answer.pointee.f.destroy_image(answer) }
        return CapturedPixels(
            area: area,
            storage: layout.convert(UnsafeRawBufferPointer(bytes), width: area.width, height: area.height))
    }
}

/// Newly read pixels of the screen, not shared yet.
struct CapturedPixels {
    let area: PixelArea
    let storage: PixelStorage

    /// The finished picture; from here on the pixels stay as they are.
    var image: Image {
        Image(width: area.width, height: area.height, bytesPerRow: 4 * area.width, storage: storage)
    }
}

extension PixelLayout {
    /// A copy of rows of this layout in an `Image`'s layout.
    fileprivate func imageStorage(_ bytes: UnsafeRawBufferPointer, width: Int, height: Int) -> PixelStorage {
        guard isNative else { return convert(bytes, width: width, height: height) }
        let storage = PixelStorage(count: bytes.count, isZeroed: false)
        storage.bytes.copyMemory(from: bytes)
        return storage
    }
}
