import Images

/// A picture that a check looks at: red, green and blue, or grey, as numbers.
struct Picture {
    let image: Image

    /// - Parameter name: what the task calls the file.
    /// - Throws: ``EvidenceFault`` for a picture of another kind than PNG: the policy's where the task's name for it ends in
    ///   `.png`, and the task's where it does not, for then we lack what reads it.
    /// - Returns: `nil` for a file that is missing or no picture.
    init?(_ contents: [UInt8]?, name: String) throws(EvidenceFault) {
        guard let contents else { return nil }
        if let kind = Self.kinds.first(where: { contents.starts(with: $0.start) })?.name {
            if name.lowercased().hasSuffix(".png") { throw .ofGuest("'\(name)' is a \(kind) picture, expected PNG") }
            throw .ofTask("pictures of the kind \(kind) are not read; PNG is")
        }
        if let (width, height) = Self.size(png: contents), width * height > Self.mostPixels {
            throw .ofGuest("'\(name)' has \(width) x \(height) pixels, expected at most \(Self.mostPixels) in all")
        }
        guard let image = try? Image(png: contents) else { return nil }
        self.image = image
    }

    /// A few bytes can claim a picture that no memory holds.
    private static let mostPixels = 1 << 26

    /// The size that a PNG file states in its header, which is always its first part.
    private static func size(png contents: [UInt8]) -> (width: Int, height: Int)? {
        guard contents.count >= 24, contents.starts(with: [0x89, 0x50, 0x4E, 0x47]) else { return nil }
        func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
        return (number(contents[16..<20]), number(contents[20..<24]))
    }

    private init(_ image: Image) { self.image = image }

    private static let kinds: [(start: [UInt8], name: String)] = [
        ([0xFF, 0xD8, 0xFF], "JPEG"), ([0x47, 0x49, 0x46, 0x38], "GIF"), ([0x52, 0x49, 0x46, 0x46], "WebP"),
        ([0x42, 0x4D], "BMP"), ([0x49, 0x49, 0x2A, 0x00], "TIFF"), ([0x4D, 0x4D, 0x00, 0x2A], "TIFF"),
        (Array("gimp xcf".utf8), "XCF"),
    ]

    /// The expected picture.
    static func gold(_ expected: Evidence?, of metric: String) throws -> Picture {
        let gold = try expected.gold(of: metric)
        guard let picture = try? Picture(gold.contents, name: gold.name) else {
            throw TaskFault("the expected picture '\(gold.name)' cannot be read; PNG is")
        }
        return picture
    }

    /// Whether two files show the same pixels.
    ///
    /// - Parameters:
    ///   - found: what the policy left.
    ///   - wanted: what the task expects.
    ///   - name: what the task calls the file.
    static func areEqual(_ found: [UInt8], _ wanted: [UInt8], name: String) throws -> Bool {
        guard let two = try? Picture(wanted, name: "") else {
            throw TaskFault("the expected picture for '\(name)' cannot be read; PNG is")
        }
        guard let one = try Picture(found, name: name) else { return false }
        return one.image.size == two.image.size && one.image.difference(from: two.image).isEmpty
    }

    func resized(to size: Size<ImageSpace>) -> Picture { Picture(image.resized(to: size)) }

    /// One plane of numbers from 0 to 255.
    struct Plane {
        let width: Int
        let height: Int
        let values: [Double]

        var mean: Double { values.reduce(0, +) / Double(max(values.count, 1)) }
    }

    /// Brightness as ITU-R 601 weighs the colours, in whole numbers.
    var grey: Plane {
        plane { colour in
            let sum = 19_595 * Int(colour.red) + 38_470 * Int(colour.green) + 7_471 * Int(colour.blue)
            return Double((sum + 0x8000) >> 16)
        }
    }

    /// Red, green and blue.
    var colours: [Plane] {
        [plane { Double($0.red) }, plane { Double($0.green) }, plane { Double($0.blue) }]
    }

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
