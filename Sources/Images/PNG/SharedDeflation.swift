import CPNG
import Dispatch
import Glibc

/// The unfiltered rows of a picture as one zlib stream (RFC 1950), of which two threads compress a half each.
///
/// The first half ends at a byte's end, and the second starts with the last 32 KiB of the first as its dictionary, so
/// that together they are as small as one. Half the time, for a file that differs by a few bytes.
struct SharedDeflation {
    /// Smaller pictures take less time than it takes to wake a thread.
    private static let minimumPixels = 1 << 18

    /// - Returns: `nil` when it does not pay, or memory runs out.
    static func stream(of image: Image, tuned tuning: PNGTuning) -> [UInt8]? {
        guard tuning.filters == PNG_FILTER_NONE, image.width * image.height >= minimumPixels, image.height > 1,
            (1 + 3 * image.width) * image.height < Int(Int32.max) / 2, sysconf(Int32(_SC_NPROCESSORS_ONLN)) > 1
        else { return nil }
        let middle = image.height / 2
        let halves = [
            DeflatedRows(image, 0..<middle, isLast: false), DeflatedRows(image, middle..<image.height, isLast: true),
        ]
        DispatchQueue.concurrentPerform(iterations: 2) { halves[$0].compress(tuned: tuning) }
        guard halves.allSatisfy(\.isDone) else { return nil }
        // Deflate with a window of 32 KiB, compressed fast.
        var stream: [UInt8] = [0x78, 0x01]
        stream.reserveCapacity(halves[0].count + halves[1].count + 6)
        for half in halves { half.append(to: &stream) }
        let sum = UInt32(adler32_combine(halves[0].sum, halves[1].sum, halves[1].rawCount))
        withUnsafeBytes(of: sum.bigEndian) { stream.append(contentsOf: $0) }
        return stream
    }
}

/// Some rows of a picture, compressed by one thread and looked at by another afterwards, which is why it is Sendable.
private final class DeflatedRows: @unchecked Sendable {
    private(set) var isDone = false
    private(set) var count = 0
    /// The Adler-32 of the uncompressed rows.
    private(set) var sum = adler32(0, nil, 0)
    private let image: Image
    private let rows: Range<Int>
    private let isLast: Bool
    private var target: UnsafeMutableBufferPointer<UInt8>?

    init(_ image: Image, _ rows: Range<Int>, isLast: Bool) {
        (self.image, self.rows, self.isLast) = (image, rows, isLast)
    }

    deinit { target?.deallocate() }

    /// A row with the byte in front that names its filter.
    private var rowCount: Int { 1 + 3 * image.width }
    /// How many bytes the rows are.
    var rawCount: Int { rows.count * rowCount }

    func append(to stream: inout [UInt8]) {
        if let target { stream.append(contentsOf: target[..<count]) }
    }

    func compress(tuned tuning: PNGTuning) {
        var stream = z_stream()
        // Negative window bits: no header and no checksum, which the whole stream has only once.
        guard
            deflateInit2_(
                &stream, 1, Z_DEFLATED, -15, tuning.memoryLevel, tuning.strategy, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else { return }
        defer { deflateEnd(&stream) }
        let target = UnsafeMutableBufferPointer<UInt8>.allocate(
            capacity: Int(deflateBound(&stream, UInt(rawCount))) + 1024)
        self.target = target
        let row = UnsafeMutablePointer<UInt8>.allocate(capacity: rowCount)
        defer { row.deallocate() }
        row[0] = 0
        guard learn(&stream, row) else { return }
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        for y in rows {
            image.copyRGB(row: y, to: row + 1)
            sum = adler32(sum, row, UInt32(rowCount))
            stream.next_in = row
            stream.avail_in = UInt32(rowCount)
            let flush = y + 1 < rows.upperBound ? Z_NO_FLUSH : isLast ? Z_FINISH : Z_SYNC_FLUSH
            let result = deflate(&stream, flush)
            guard result == (flush == Z_FINISH ? Z_STREAM_END : Z_OK), stream.avail_in == 0 else { return }
        }
        count = target.count - Int(stream.avail_out)
        isDone = true
    }

    /// Has the compressor know what stands before the rows.
    private func learn(_ stream: inout z_stream, _ row: UnsafeMutablePointer<UInt8>) -> Bool {
        guard rows.lowerBound > 0 else { return true }
        var before: [UInt8] = []
        let first = max(0, rows.lowerBound - (1 << 15) / rowCount - 1)
        for y in first..<rows.lowerBound {
            image.copyRGB(row: y, to: row + 1)
            before.append(contentsOf: UnsafeBufferPointer(start: row, count: rowCount))
        }
        let dictionary = before.suffix(1 << 15)
        return dictionary.withUnsafeBufferPointer {
            deflateSetDictionary(&stream, $0.baseAddress, UInt32($0.count)) == Z_OK
        }
    }
}
