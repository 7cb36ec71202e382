import CKernels
import CPNG
import Dispatch

/// The unfiltered rows of a screen as one zlib stream (RFC 1950), by a compressor made for screens.
///
/// Of a large one two threads make a half each: the first half ends at a byte's end, and the second repeats what stands
/// before it, so that together they are as small as one. The file does not depend on the number of processors.
struct ScreenDeflation {
    /// Smaller pictures take less time than it takes to wake a thread.
    private static let minimumPixels = 1 << 18
    /// Symbols of a block: enough for its codes to pay, few enough for them to fit what is there.
    private static let symbols = 1 << 15

    /// - Returns: `nil` when it would not pay, as for photographs, or memory runs out.
    static func stream(of image: Image, tuned tuning: PNGTuning) -> [UInt8]? {
        let total = (1 + 3 * image.width) * image.height
        guard tuning == .windowsAndText, total < Int(Int32.max) / 2 else { return nil }
        let middle = image.width * image.height < minimumPixels ? image.height : image.height / 2
        let rows = PackedRows(image)
        let parts = [
            DeflatedRows(rows, 0..<middle, isLast: middle == image.height),
            DeflatedRows(rows, middle..<image.height, isLast: true),
        ].filter { !$0.rows.isEmpty }
        rows.pack(parts[0].rows.upperBound..<image.height, 0..<parts[0].rows.upperBound)
        DispatchQueue.concurrentPerform(iterations: parts.count) { parts[$0].compress(into: symbols) }
        guard parts.allSatisfy({ $0.count > 0 }) else { return nil }
        // Deflate with a window of 32 KiB, compressed fast.
        var stream: [UInt8] = [0x78, 0x01]
        stream.reserveCapacity(parts.reduce(6) { $0 + $1.count })
        for part in parts { part.append(to: &stream) }
        let sum = parts.dropFirst().reduce(parts[0].sum) { adler32_combine($0, $1.sum, $1.rawCount) }
        withUnsafeBytes(of: UInt32(sum).bigEndian) { stream.append(contentsOf: $0) }
        return stream
    }
}

/// The rows as PNG has them without a filter: a byte that says so, then red, green and blue of each pixel.
///
/// Sendable because threads write disjoint rows, and read only after all are written.
private final class PackedRows: @unchecked Sendable {
    let count: Int
    private let image: Image
    private let storage: PixelStorage

    init(_ image: Image) {
        self.image = image
        count = 1 + 3 * image.width
        storage = PixelStorage(count: count * image.height, isZeroed: false)
    }

    var start: UnsafeMutablePointer<UInt8>? { storage.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) }

    /// Packs several ranges of rows side by side.
    func pack(_ ranges: Range<Int>...) {
        DispatchQueue.concurrentPerform(iterations: ranges.count) { part in
            guard let start else { return }
            for y in ranges[part] {
                start[y * count] = 0
                image.copyRGB(row: y, to: start + y * count + 1)
            }
        }
    }
}

/// Some rows of a picture, compressed by one thread and looked at by another afterwards, which is why it is Sendable.
private final class DeflatedRows: @unchecked Sendable {
    /// How many bytes they are compressed; 0 where that failed.
    private(set) var count = 0
    /// The Adler-32 of the uncompressed rows.
    private(set) var sum: UInt = 1
    let rows: Range<Int>
    private let packed: PackedRows
    private let isLast: Bool
    private var target: UnsafeMutableBufferPointer<UInt8>?

    init(_ packed: PackedRows, _ rows: Range<Int>, isLast: Bool) {
        (self.packed, self.rows, self.isLast) = (packed, rows, isLast)
    }

    deinit { target?.deallocate() }

    /// How many bytes the rows are.
    var rawCount: Int { rows.count * packed.count }

    func append(to stream: inout [UInt8]) {
        if let target { stream.append(contentsOf: target[..<count]) }
    }

    func compress(into symbols: Int) {
        guard let start = packed.start else { return }
        let first = rows.lowerBound * packed.count
        sum = adler32(adler32(0, nil, 0), start + first, UInt32(rawCount))
        // What does not repeat takes a little more than its bytes.
        let target = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: rawCount + rawCount / 8 + 1024)
        self.target = target
        count = withUnsafeTemporaryAllocation(of: UInt32.self, capacity: symbols) { tokens in
            ck_deflate_rows(
                start, first, first + rawCount, packed.count, isLast ? 1 : 0, tokens.baseAddress, symbols,
                target.baseAddress, target.count)
        }
    }
}
