import Images

/// How a line is shown to Tesseract; where one way of enlarging it misleads, another often does not.
enum Look: CaseIterable, Hashable, Sendable {
    /// Twice as large, with a margin: the size of letters that the network was taught with.
    case usual
    /// The same with less white around it, which makes the letters come out larger.
    case narrow
    /// Three times as large, in black and white: grey edges of small letters run together.
    case crisp
    /// Four times as large, in black and white, with every grey pixel black: thin strokes are faint.
    case bold

    /// White pixels around the line, after scaling; Tesseract misses letters at the very edge.
    fileprivate var margin: Int { self == .narrow ? 4 : self == .bold ? 16 : 12 }

    /// How much larger than the original.
    fileprivate var scale: Int {
        switch self {
        case .usual, .narrow: 2
        case .crisp: 3
        case .bold: 4
        }
    }

    /// From this shade on a pixel is white; `nil` keeps the shades.
    fileprivate var threshold: UInt8? { self == .crisp ? 150 : self == .bold ? 190 : nil }
}

/// A line at the size at which Tesseract reads it best, with a white margin.
struct EnlargedLine {
    /// Taller lines have letters as large as those that the network was taught with.
    private static let tallestDoubled = 44

    let picture: GreyPicture
    /// How much larger than the original it is; screens' letters are half the size that the network was taught with.
    private let scale: Int
    private let margin: Int

    init(_ line: GreyPicture, _ look: Look = .usual) {
        margin = look.margin
        scale = line.height > Self.tallestDoubled ? max(look.scale - 1, 1) : look.scale
        var scaled = Self.stretched(line, scale)
        if let threshold = look.threshold {
            for index in scaled.pixels.indices { scaled.pixels[index] = scaled.pixels[index] < threshold ? 0 : 255 }
        }
        picture = Self.framed(scaled, margin)
    }

    private static func stretched(_ picture: GreyPicture, _ scale: Int) -> GreyPicture {
        switch scale {
        case 1: picture
        case 3: turned(tripled(turned(tripled(picture))))
        case 4: turned(doubled(doubled(turned(doubled(doubled(picture))))))
        default: turned(doubled(turned(doubled(picture))))
        }
    }

    /// Twice as wide. The new pixels lie at quarters between the old ones; cubic weights (Catmull and Rom, a = -1/2).
    private static func doubled(_ picture: GreyPicture) -> GreyPicture {
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

    /// Three times as wide, by the same weights at thirds.
    private static func tripled(_ picture: GreyPicture) -> GreyPicture {
        let width = picture.width
        var pixels = [UInt8](repeating: 255, count: 3 * width * picture.height)
        for y in 0..<picture.height {
            let row = y * width
            func pixel(_ x: Int) -> Int { Int(picture.pixels[row + min(max(x, 0), width - 1)]) }
            for x in 0..<width {
                let (a, b, c, d, e) = (pixel(x - 2), pixel(x - 1), pixel(x), pixel(x + 1), pixel(x + 2))
                let start = 3 * (row + x)
                pixels[start] = UInt8(clamping: (-a + 9 * b + 21 * c - 2 * d + 13) / 27)
                pixels[start + 1] = UInt8(c)
                pixels[start + 2] = UInt8(clamping: (-2 * b + 21 * c + 9 * d - e + 13) / 27)
            }
        }
        return GreyPicture(width: 3 * width, height: picture.height, pixels: pixels)
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
