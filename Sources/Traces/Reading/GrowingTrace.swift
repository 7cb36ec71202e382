import Glibc
package import Images

/// A trace that is being recorded, read while it grows.
package struct GrowingTrace: Sendable {
    private let folder: TraceFolder

    /// - Throws: ``TraceError/noTrace(folder:)`` when there is none, or it is a packed one.
    package init(folder path: String) throws(TraceError) {
        folder = TraceFolder(path)
        guard RecordFile.exists(folder.lines) else { throw .noTrace(folder: path) }
    }

    /// Whether a recorder still has it open. The system knows that of a recorder that crashed, too.
    package var isRecorded: Bool { RecordFile.isClaimed(folder.lines) }

    /// How many bytes of lines there are.
    package var length: Int {
        var status = stat()
        return unsafe stat(folder.lines, &status) == 0 ? Int(status.st_size) : 0
    }

    /// The whole lines from a byte on.
    package func lines(from start: Int) throws(TraceError) -> [UInt8] {
        guard let bytes = try RecordFile.contents(of: folder.lines), start >= 0, start < bytes.count else { return [] }
        let end = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        return Array(bytes[start..<max(start, end)])
    }

    /// A picture's file as it is kept; `nil` where there is none yet.
    package func file(of frame: FrameName) -> [UInt8]? {
        guard folder.fault(of: frame) == nil else { return nil }
        return try? folder.contents(of: folder.frame(frame))
    }
}
