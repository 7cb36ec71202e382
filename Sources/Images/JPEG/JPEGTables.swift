/// The example tables of T.81, annex K, for luma, which serve all components here.
enum JPEGTables {
    /// The places of a block, row by row, in the order in which they are written.
    static let zigzag: [Int] = (0..<15).flatMap { diagonal -> [Int] in
        let places = (max(0, diagonal - 7)...min(7, diagonal)).map { x in 8 * (diagonal - x) + x }
        return diagonal.isMultiple(of: 2) ? places : places.reversed()
    }

    /// The divisors for a quality, row by row, scaled as libjpeg scales them.
    static func quantisation(quality: Int) -> [UInt8] {
        let scale = quality < 50 ? 5000 / quality : 200 - 2 * quality
        return luma.map { UInt8(max(1, min(255, (Int($0) * scale + 50) / 100))) }
    }

    /// K.1.
    private static let luma: [UInt8] = [
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99,
    ]

    /// K.3: how many codes have 1 to 16 bits, and what they stand for, for the constants of blocks.
    static let constantCounts: [UInt8] = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    static let constantSymbols: [UInt8] = Array(0...11)
    /// K.5: the same for all other numbers.
    static let changeCounts: [UInt8] = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125]
    static let changeSymbols: [UInt8] =
        [
            0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22, 0x71,
            0x14, 0x32, 0x81, 0x91, 0xa1, 0x08, 0x23, 0x42, 0xb1, 0xc1, 0x15, 0x52, 0xd1, 0xf0, 0x24, 0x33, 0x62, 0x72,
            0x82,
        ]
        + [
            0x09...0x0a, 0x16...0x1a, 0x25...0x2a, 0x34...0x3a, 0x43...0x4a, 0x53...0x5a, 0x63...0x6a, 0x73...0x7a,
            0x83...0x8a, 0x92...0x9a, 0xa2...0xaa, 0xb2...0xba, 0xc2...0xca, 0xd2...0xda, 0xe1...0xea, 0xf1...0xfa,
        ].flatMap { (run: ClosedRange<UInt8>) in Array(run) }

    /// All that precedes the scan: JFIF's header and the tables.
    static func header(width: Int, height: Int, _ quantisation: [UInt8]) -> [UInt8] {
        func number(_ value: Int) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 0xff)] }
        func segment(_ marker: UInt8, _ content: [UInt8]) -> [UInt8] {
            [0xff, marker] + number(content.count + 2) + content
        }
        let components: [UInt8] = [1, 2, 3]
        return [0xff, 0xd8]
            + segment(0xe0, Array("JFIF\0".utf8) + [1, 2, 0, 0, 1, 0, 1, 0, 0])
            + segment(0xdb, [0] + zigzag.map { quantisation[$0] })
            + segment(0xc0, [8] + number(height) + number(width) + [3] + components.flatMap { [$0, 0x11, 0] })
            + segment(0xc4, [0x00] + constantCounts + constantSymbols)
            + segment(0xc4, [0x10] + changeCounts + changeSymbols)
            + segment(0xda, [3] + components.flatMap { [$0, 0x00] } + [0, 63, 0])
    }
}
