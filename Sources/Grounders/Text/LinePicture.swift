import Images

/// Turns a line of text, whatever its colours, into dark text on white at twice its size.
enum LinePicture {
    /// How much larger the network sees the text; screens' letters are half the size that it was taught with.
    static let scale = 2
    /// White pixels around the line, after scaling; Tesseract misses letters at the very edge.
    static let margin = 12

    /// The part of `image` inside `patch`, from dark (the text) to white (the ground).
    ///
    /// The ground is the most frequent colour. Each pixel becomes as dark as it is far from the ground, so that white
    /// on red and grey on black come out the same as black on white.
    static func grey(of patch: Patch, on image: Image) -> GreyPicture {
        let ground = mostFrequentColour(in: patch, on: image)
        var distances = [Int](repeating: 0, count: patch.width * patch.height)
        image.withBytes { bytes in
            for y in 0..<patch.height {
                var pixel = (patch.top + y) * image.bytesPerRow + 4 * patch.left
                for x in 0..<patch.width {
                    distances[y * patch.width + x] =
                        (abs(Int(bytes[pixel]) - ground.blue) + 2 * abs(Int(bytes[pixel + 1]) - ground.green)
                            + abs(Int(bytes[pixel + 2]) - ground.red)) / 4
                    pixel += 4
                }
            }
        }
        let furthest = max(distances.max() ?? 0, 1)
        return GreyPicture(
            width: patch.width, height: patch.height, pixels: distances.map { UInt8(255 - $0 * 255 / furthest) })
    }

    private static func mostFrequentColour(in patch: Patch, on image: Image) -> (red: Int, green: Int, blue: Int) {
        var counts: [UInt32: Int] = [:]
        image.withBytes { bytes in
            for y in patch.top..<patch.bottom {
                for x in patch.left..<patch.right {
                    let pixel = bytes.loadUnaligned(fromByteOffset: y * image.bytesPerRow + 4 * x, as: UInt32.self)
                    counts[UInt32(littleEndian: pixel) & 0xff_ff_ff, default: 0] += 1
                }
            }
        }
        let ground = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key ?? 0
        return (Int(ground >> 16), Int(ground >> 8 & 255), Int(ground & 255))
    }

    /// The picture at twice its size, smoothly, with a white margin.
    static func enlarged(_ picture: GreyPicture) -> GreyPicture {
        let rows = stretched(picture)
        let both = turned(stretched(turned(rows)))
        return framed(both)
    }

    /// Twice as wide. The new pixels lie at quarters between the old ones; cubic weights (Catmull and Rom, a = -1/2).
    private static func stretched(_ picture: GreyPicture) -> GreyPicture {
        let width = picture.width
        var pixels = [UInt8](repeating: 255, count: 2 * width * picture.height)
        for y in 0..<picture.height {
            let row = y * width
            func pixel(_ x: Int) -> Int { Int(picture.pixels[row + min(max(x, 0), width - 1)]) }
            for x in 0..<width {
                let (a, b, c, d, e) = (pixel(x - 2), pixel(x - 1), pixel(x), pixel(x + 1), pixel(x + 2))
                let left = -3 * a + 29 * b + 111 * c - 9 * d
                let right = -9 * b + 111 * c + 29 * d - 3 * e
                pixels[2 * row + 2 * x] = UInt8(clamping: (left + 64) >> 7)
                pixels[2 * row + 2 * x + 1] = UInt8(clamping: (right + 64) >> 7)
            }
        }
        return GreyPicture(width: 2 * width, height: picture.height, pixels: pixels)
    }

    private static func turned(_ picture: GreyPicture) -> GreyPicture {
        var pixels = [UInt8](repeating: 0, count: picture.pixels.count)
        for y in 0..<picture.height {
            for x in 0..<picture.width {
                pixels[x * picture.height + y] = picture.pixels[y * picture.width + x]
            }
        }
        return GreyPicture(width: picture.height, height: picture.width, pixels: pixels)
    }

    private static func framed(_ picture: GreyPicture) -> GreyPicture {
        let (width, height) = (picture.width + 2 * margin, picture.height + 2 * margin)
        var pixels = [UInt8](repeating: 255, count: width * height)
        for y in 0..<picture.height {
            let target = (y + margin) * width + margin
            pixels.replaceSubrange(
                target..<(target + picture.width),
                with: picture.pixels[(y * picture.width)..<((y + 1) * picture.width)])
        }
        return GreyPicture(width: width, height: height, pixels: pixels)
    }
}
