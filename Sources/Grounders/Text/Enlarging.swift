import Images

/// A line at the size at which Tesseract reads it best, with a white margin.
struct EnlargedLine {
    /// White pixels around the line, after scaling; Tesseract misses letters at the very edge.
    static let usualMargin = 12
    /// The margin for a second look.
    static let narrowMargin = 4
    /// Taller lines have letters as large as those that the network was taught with.
    private static let tallestDoubled = 44

    let picture: GreyPicture
    /// How much larger than the original it is; screens' letters are half the size that the network was taught with.
    private let scale: Int
    private let margin: Int

    /// - Parameter margin: pixels of white around the line, after scaling.
    init(_ line: GreyPicture, margin: Int = usualMargin) {
        self.margin = margin
        scale = line.height > Self.tallestDoubled ? 1 : 2
        let scaled = scale == 1 ? line : Self.turned(Self.stretched(Self.turned(Self.stretched(line))))
        picture = Self.framed(scaled, margin)
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

    private static func framed(_ picture: GreyPicture, _ margin: Int) -> GreyPicture {
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

    /// A word that was read on the enlarged picture, in the pixels of `line`, its box shrunk to its dark pixels.
    func original(_ word: ReadWord, on line: GreyPicture) -> ReadWord {
        func pixel(_ value: Double, _ limit: Int, _ rule: FloatingPointRoundingRule) -> Int {
            min(max(Int(((value - Double(margin)) / Double(scale)).rounded(rule)), 0), limit)
        }
        let patch = Patch(
            left: pixel(word.box.x, line.width, .down), top: pixel(word.box.y, line.height, .down),
            right: pixel(word.box.maxX, line.width, .up), bottom: pixel(word.box.maxY, line.height, .up))
        var word = word
        word.box = (line.ink(in: patch) ?? patch).box
        return word
    }
}

extension GreyPicture {
    /// The smallest patch with all dark pixels of `patch`.
    func ink(in patch: Patch) -> Patch? {
        var ink: Patch?
        for y in patch.top..<patch.bottom {
            for x in patch.left..<patch.right where Int(pixels[y * width + x]) < LinePicture.ink {
                let dot = Patch(left: x, top: y, right: x + 1, bottom: y + 1)
                ink = ink?.union(dot) ?? dot
            }
        }
        return ink
    }
}
