import Formats
import Images

/// A picture that a check looks at: red, green and blue, or grey, as numbers. What is transparent has its colours all the
/// same, as Pillow gives them.
struct Picture {
    /// The fourth byte of each pixel is its alpha.
    let image: Image

    /// A few bytes can claim a picture that no memory holds.
    private static let maximumPixels = 1 << 26

    /// - Throws: ``FormatFault`` for a file that is not a picture, ``EvidenceFault/ofMachine(_:)`` where the library is missing
    ///   that reads other kinds than PNG.
    init(_ contents: [UInt8]) throws {
        if contents.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            if let (width, height) = Self.size(png: contents), width * height > Self.maximumPixels {
                throw FormatFault("it has \(width) x \(height) pixels, expected at most \(Self.maximumPixels) in all")
            }
            do {
                image = try Image(png: contents, .withAlpha)
            } catch {
                throw FormatFault("\(error)")
            }
        } else {
            guard let library = LeptonicaLibrary.opened else {
                throw EvidenceFault.ofMachine("the library liblept.so.5 is missing; install tesseract-ocr")
            }
            image = try library.image(contents, maximumPixels: Self.maximumPixels)
        }
    }

    /// The size that a PNG file states in its header, which is always its first part.
    private static func size(png contents: [UInt8]) -> (width: Int, height: Int)? {
        guard contents.count >= 24 else { return nil }
        func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
        return (number(contents[16..<20]), number(contents[20..<24]))
    }

    init(_ image: Image) { self.image = image }

    /// What `compare` says of the picture that was left and the expected one; 0 where the former is missing or no picture.
    ///
    /// - Throws: ``TaskFault`` where the expected one cannot be read.
    static func compare(
        _ result: Evidence, _ expected: Evidence?, metric: String,
        _ compare: (_ found: Picture, _ gold: Picture) throws -> CheckResult
    ) throws -> CheckResult {
        let file = try expected.gold(of: metric)
        let gold = try readingGold(file, "picture") { try Picture($0.contents ?? []) }
        let words = "the picture '\(file.name)' of \(gold.size)"
        switch try reading(result.file, expected: words, { try Picture($0.contents ?? []) }) {
        case .nothing(let result): return result
        case .value(let found):
            var outcome = try compare(found, gold)
            outcome.expected = words
            outcome.found = "a picture of \(found.size)"
            return outcome
        }
    }

    /// Such as `800 x 600 pixels`.
    var size: String { "\(image.width) x \(image.height) pixels" }

    /// Where the pixels of two files differ; `nil` where they do not.
    ///
    /// - Parameters:
    ///   - found: what the policy left.
    ///   - wanted: what the task expects.
    ///   - name: what the task calls the file.
    static func difference(found: [UInt8], wanted: [UInt8], name: String) throws -> String? {
        let gold = try readingGold(EvidenceFile(name: name, contents: wanted), "picture") { _ in try Picture(wanted) }
        switch try reading(EvidenceFile(name: name, contents: found), expected: "", { _ in try Picture(found) }) {
        case .nothing(let result): return "found \(result.found)"
        case .value(let picture):
            let difference = Difference.of(found: picture.image, expected: gold.image)
            if !difference.isEmpty { return difference }
            return picture.transparency == gold.transparency
                ? nil : "the colours are the same, the transparency differs"
        }
    }

    /// The alpha of each pixel, row by row.
    var transparency: [UInt8] {
        unsafe image.withBytes { bytes in
            (0..<image.height).flatMap { y in
                (0..<image.width).map { x in unsafe bytes[y * image.bytesPerRow + 4 * x + 3] }
            }
        }
    }

    func resized(to size: Size<ImageSpace>, using filter: ResizeFilter = .bicubic) -> Picture {
        Picture(image.resized(to: size, using: filter))
    }

    /// The smallest box that holds every pixel that is not wholly transparent; `nil` where there is none.
    var visibleBounds: Box<ImageSpace>? {
        var (left, top, right, bottom) = (image.width, image.height, -1, -1)
        unsafe image.withBytes { bytes in
            for y in 0..<image.height {
                for x in 0..<image.width where unsafe bytes[y * image.bytesPerRow + 4 * x + 3] != 0 {
                    (left, top, right, bottom) = (min(left, x), min(top, y), max(right, x), max(bottom, y))
                }
            }
        }
        guard right >= left else { return nil }
        return Box(
            x: Double(left), y: Double(top), width: Double(right - left + 1), height: Double(bottom - top + 1))
    }

    /// Only what is not transparent; `nil` where everything is.
    var visible: Picture? { visibleBounds.flatMap { image.cropped(to: $0) }.map { Picture($0) } }
}

extension Picture {
    /// One plane of numbers from 0 to 255.
    struct Plane {
        let width: Int
        let height: Int
        let values: [Double]

        var mean: Double { values.reduce(0, +) / Double(max(values.count, 1)) }
    }

    /// The picture in greys: brightness as ITU-R 601 weighs the colours, in whole numbers.
    var greyed: Picture {
        unsafe Picture(
            Image(width: image.width, height: image.height) { target in
                unsafe image.withBytes { source in
                    for y in 0..<image.height {
                        for x in 0..<image.width {
                            let (from, to) = (y * image.bytesPerRow + 4 * x, 4 * (y * image.width + x))
                            let (blue, green, red) = unsafe (source[from], source[from + 1], source[from + 2])
                            let sum = 19_595 * Int(red) + 38_470 * Int(green) + 7_471 * Int(blue)
                            let grey = UInt8((sum + 0x8000) >> 16)
                            for channel in 0..<3 { unsafe target[to + channel] = grey }
                            unsafe target[to + 3] = 255
                        }
                    }
                }
            })
    }

    /// Red, green and blue.
    var colours: [Plane] {
        [plane { Double($0.red) }, plane { Double($0.green) }, plane { Double($0.blue) }]
    }

    /// The greys of a picture that has nothing else.
    var grey: Plane { plane { Double($0.green) } }

    private func plane(_ value: (Colour) -> Double) -> Plane {
        var values: [Double] = []
        values.reserveCapacity(image.width * image.height)
        for y in 0..<image.height {
            for x in 0..<image.width {
                values.append(value(image[x, y]))
            }
        }
        return Plane(width: image.width, height: image.height, values: values)
    }
}
