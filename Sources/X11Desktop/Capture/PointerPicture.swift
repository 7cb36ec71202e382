import CX11
import Images

/// The picture of the pointer as the server shows it now.
struct PointerPicture {
    /// Where its top left pixel lies on the screen: the pointer's place less the hotspot.
    let x: Int
    let y: Int
    let width: Int
    let height: Int
    /// Row after row, alpha in the highest byte, colours multiplied by it.
    let pixels: [UInt32]
    /// The pixel of the picture that points.
    let hotspot: (x: Int, y: Int)

    /// Asks the server.
    ///
    /// - Throws: ``X11Error/missingExtension(name:display:)`` without XFIXES.
    init(on connection: X11Connection) throws(X11Error) {
        var event: Int32 = 0
        var error: Int32 = 0
        guard XFixesQueryExtension(connection.display, &event, &error) != 0 else {
            try connection.checkAlive()
            throw .missingExtension(name: "XFIXES", display: connection.address.name)
        }
        guard let answer = XFixesGetCursorImage(connection.display) else {
            throw connection.trouble(in: "the picture of the pointer")
        }
        defer { XFree(answer) }
        let picture = answer.pointee
        x = Int(picture.x) - Int(picture.xhot)
        y = Int(picture.y) - Int(picture.yhot)
        width = Int(picture.width)
        height = Int(picture.height)
        hotspot = (Int(picture.xhot), Int(picture.yhot))
        // Each pixel fills an unsigned long, of which the lower half counts.
        pixels = UnsafeBufferPointer(start: picture.pixels, count: width * height)
            .map { UInt32(truncatingIfNeeded: $0) }
    }

    /// Whether it is a beam, as over text: higher than wide, and pointing with its middle.
    var isBeam: Bool {
        let opaque = pixels.indices.filter { pixels[$0] >> 24 > 127 }
        let rows = opaque.map { $0 / width }
        let columns = opaque.map { $0 % width }
        guard let (top, bottom, left, right) = Self.edges(rows, columns) else { return false }
        func isMiddle(_ place: Int, _ first: Int, _ last: Int) -> Bool {
            let third = (last - first) / 3
            return (first + third...last - third).contains(place)
        }
        return bottom - top >= (right - left) * 4 / 3 && isMiddle(hotspot.x, left, right)
            && isMiddle(hotspot.y, top, bottom)
    }

    private static func edges(_ rows: [Int], _ columns: [Int]) -> (Int, Int, Int, Int)? {
        guard let top = rows.min(), let bottom = rows.max(), let left = columns.min(), let right = columns.max() else {
            return nil
        }
        return (top, bottom, left, right)
    }

    /// Blends the pointer over pixels of the screen, where it lies within them.
    func draw(on target: CapturedPixels) {
        let area = target.area
        for row in 0..<height where (area.y..<area.y + area.height).contains(y + row) {
            for column in 0..<width where (area.x..<area.x + area.width).contains(x + column) {
                let offset = 4 * ((y + row - area.y) * area.width + x + column - area.x)
                blend(pixels[row * width + column], over: target.storage.bytes, at: offset)
            }
        }
    }

    /// One pixel: what the pointer leaves through of the background, plus the pointer's already multiplied colour.
    private func blend(_ pixel: UInt32, over bytes: UnsafeMutableRawBufferPointer, at offset: Int) {
        let through = 255 - pixel >> 24
        for channel in 0..<3 {
            let colour = pixel >> (8 * UInt32(channel)) & 0xff
            let background = UInt32(bytes[offset + channel])
            bytes[offset + channel] = UInt8(min(255, colour + (background * through + 127) / 255))
        }
    }
}
