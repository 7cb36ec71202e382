import Foundation
import Images

extension Trace {
    /// Writes the trace as one ZIP file that any tool opens: its lines first, then frames and inputs, stored as they are.
    ///
    /// - Throws: ``TraceError/notEdited(path:losses:)`` for a trace that is not whole, and what writing it throws.
    package func pack(to path: String) throws(TraceError) {
        guard losses.isEmpty else { throw .notEdited(path: folder.path, losses: losses.lines) }
        if folder.packed == nil { try checkOwned() }
        let frames = frameFiles.map(\.description).sorted()
        let inputs = Set(self.inputs.map(\.sha256)).sorted()
        let names = ["trace.jsonl"] + frames.map { "frames/\($0)" } + inputs.map { "inputs/\($0)" }
        guard !RecordFile.exists(path) else { throw .notWritable(path: path, reason: "it exists") }
        var file = try RecordFile.beginPart(of: path)
        var directory: [UInt8] = []
        var offset = 0
        do throws(TraceError) {
            for name in names {
                guard let bytes = try folder.contents(of: "\(folder.path)/\(name)") else {
                    throw .notReadable(path: "\(folder.path)/\(name)", reason: "it is missing")
                }
                let entry = PackedEntry(
                    name: name, size: bytes.count, checksum: CRC32.checksum(of: bytes), offset: offset)
                guard offset + bytes.count < Int(UInt32.max) / 2, names.count < Int(UInt16.max) else {
                    throw .notWritable(path: path, reason: "a packed trace holds at most 2 GiB in 65,534 files")
                }
                try file.append(entry.head + bytes)
                directory += entry.directory
                offset += entry.head.count + bytes.count
            }
            try file.append(directory + PackedEntry.end(count: names.count, size: directory.count, offset: offset))
            try RecordFile.rename(RecordFile.part(of: path), to: path)
        } catch {
            try? FileManager.default.removeItem(atPath: RecordFile.part(of: path))
            throw error
        }
    }
}

/// One file of a packed trace, as ZIP describes it (APPNOTE 4.3.7 and 4.3.12): stored, with UTF-8 names.
struct PackedEntry {
    let name: String
    let size: Int
    let checksum: UInt32
    /// Where its head begins.
    let offset: Int

    static let headMark: UInt32 = 0x0403_4B50
    static let directoryMark: UInt32 = 0x0201_4B50
    static let endMark: UInt32 = 0x0605_4B50
    static let headLength = 30
    static let directoryLength = 46
    static let endLength = 22

    /// 1 January 1980, so that the same trace makes the same file.
    private static let date: [UInt8] = [0, 0, 0x21, 0]

    /// Version, flags, method, date, checksum, sizes, the name's length and that of no extra field.
    private var common: [UInt8] {
        [20, 0, 0, 8, 0, 0] + Self.date + checksum.bytes + UInt32(size).bytes + UInt32(size).bytes
            + UInt16(name.utf8.count).bytes + [0, 0]
    }

    var head: [UInt8] { Self.headMark.bytes + common + Array(name.utf8) }

    var directory: [UInt8] {
        Self.directoryMark.bytes + [20, 0] + common + [UInt8](repeating: 0, count: 10) + UInt32(offset).bytes
            + Array(name.utf8)
    }

    static func end(count: Int, size: Int, offset: Int) -> [UInt8] {
        endMark.bytes + [0, 0, 0, 0] + UInt16(count).bytes + UInt16(count).bytes + UInt32(size).bytes
            + UInt32(offset).bytes + [0, 0]
    }
}

extension FixedWidthInteger {
    /// The least significant first.
    fileprivate var bytes: [UInt8] {
        (0..<Self.bitWidth / 8).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) }
    }
}
