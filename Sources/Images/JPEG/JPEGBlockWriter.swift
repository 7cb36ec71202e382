/// Writes blocks into the scan of a JPEG file: transformed, quantised and in Huffman codes (T.81, F.1.2).
struct JPEGBlockWriter {
    private var file: [UInt8]
    private let factors: [SIMD8<Float>]
    private let constants: JPEGCodes
    private let changes: JPEGCodes
    /// The last constant of each component, from which the next is told by its difference.
    private var constant = [0, 0, 0]
    private var quantised = [Int](repeating: 0, count: 64)
    private var bits: UInt64 = 0
    private var bitCount = 0

    /// - Parameters:
    ///   - quantisation: the divisors, row by row.
    ///   - file: what precedes the scan.
    init(_ quantisation: [UInt8], into file: [UInt8]) {
        self.file = file
        factors = (0..<8).map { y in
            var row = SIMD8<Float>()
            for x in 0..<8 { row[x] = 1 / (Float(quantisation[8 * y + x]) * JPEGBlock.excess[y] * JPEGBlock.excess[x]) }
            return row
        }
        constants = JPEGCodes(JPEGTables.constantCounts, JPEGTables.constantSymbols)
        changes = JPEGCodes(JPEGTables.changeCounts, JPEGTables.changeSymbols)
    }

    /// - Parameter component: 0 for luma, 1 and 2 for the differences of colour.
    mutating func write(_ block: JPEGBlock, of component: Int) {
        var block = block
        block.transform()
        for y in 0..<8 {
            let row = SIMD8<Int32>(block.rows[y] * factors[y], rounding: .toNearestOrEven)
            for x in 0..<8 { quantised[8 * y + x] = Int(row[x]) }
        }
        let difference = quantised[0] - constant[component]
        constant[component] = quantised[0]
        put(difference, after: 0, constants)
        var zeros = 0
        for place in JPEGTables.zigzag.dropFirst() {
            guard quantised[place] != 0 else {
                zeros += 1
                continue
            }
            while zeros > 15 {
                put(changes[0xf0])
                zeros -= 16
            }
            put(quantised[place], after: zeros, changes)
            zeros = 0
        }
        if zeros > 0 { put(changes[0]) }
    }

    /// The whole file.
    mutating func finish() -> [UInt8] {
        // The last byte is filled with ones.
        put((code: 0x7f, length: 7))
        return file + [0xff, 0xd9]
    }

    /// A number: how many zeros precede it and how many bits it has, then those bits.
    private mutating func put(_ value: Int, after zeros: Int, _ codes: JPEGCodes) {
        let size = Int.bitWidth - abs(value).leadingZeroBitCount
        put(codes[zeros << 4 | size])
        let bits = value < 0 ? value - 1 : value
        put((code: UInt64(truncatingIfNeeded: bits) & ((1 << size) - 1), length: size))
    }

    private mutating func put(_ part: (code: UInt64, length: Int)) {
        bits = bits << UInt64(part.length) | part.code
        bitCount += part.length
        while bitCount >= 8 {
            bitCount -= 8
            let byte = UInt8(truncatingIfNeeded: bits >> UInt64(bitCount))
            file.append(byte)
            // What looks like a marker is told to be none.
            if byte == 0xff { file.append(0) }
        }
    }
}

/// The Huffman codes of symbols (T.81, annex C).
struct JPEGCodes {
    private var codes = [(code: UInt64, length: Int)](repeating: (0, 0), count: 256)

    /// - Parameters:
    ///   - counts: how many codes there are of 1 to 16 bits.
    ///   - symbols: those with the shortest codes first.
    init(_ counts: [UInt8], _ symbols: [UInt8]) {
        var (code, next) = (UInt64(0), 0)
        for (index, count) in counts.enumerated() {
            for _ in 0..<count {
                codes[Int(symbols[next])] = (code, index + 1)
                (code, next) = (code + 1, next + 1)
            }
            code <<= 1
        }
    }

    subscript(symbol: Int) -> (code: UInt64, length: Int) { codes[symbol] }
}
