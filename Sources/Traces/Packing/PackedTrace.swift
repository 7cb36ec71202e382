import Foundation
import Images

/// The parts of a packed trace, read where they lie: nothing of them is ever laid out in another folder.
///
/// Only what a trace can hold is accepted: its lines, frames and inputs under their hashes, stored as they are, each once
/// and beside each other, so that they are never more than the file.
final class PackedTrace: Sendable {
    private let bytes: [UInt8]
    private let files: [String: Range<Int>]

    /// - Throws: ``TraceError`` if the file is not a packed trace.
    init(_ path: String, _ bytes: [UInt8]) throws(TraceError) {
        self.bytes = bytes
        files = try PackedDirectory(bytes, path: path).files
    }

    /// The bytes of a file; `nil` where there is none.
    func contents(of name: String) -> [UInt8]? { files[name].map { Array(bytes[$0]) } }
}

/// The directory of a ZIP file.
private struct PackedDirectory {
    private(set) var files: [String: Range<Int>] = [:]

    init(_ bytes: [UInt8], path: String) throws(TraceError) {
        func refuse(_ reason: String) -> TraceError { .notReadable(path: path, reason: reason) }
        let end = bytes.count - PackedEntry.endLength
        guard bytes.number(4, at: end) == Int(PackedEntry.endMark), let count = bytes.number(2, at: end + 10),
            let start = bytes.number(4, at: end + 16)
        else { throw refuse("it is neither the folder of a trace nor a whole packed one") }
        var entries: [DirectoryEntry] = []
        var position = start
        for _ in 0..<count {
            guard let entry = DirectoryEntry(bytes, at: position), entry.whole.upperBound <= start else {
                throw refuse("the packed trace is damaged, or was packed by another program")
            }
            guard Self.isOfTrace(entry.name) else {
                throw refuse("it holds '\(entry.name.prefix(80))', which no trace does")
            }
            guard files.updateValue(entry.contents, forKey: entry.name) == nil else {
                throw refuse("it holds '\(entry.name)' twice")
            }
            entries.append(entry)
            position = entry.next
        }
        entries.sort { $0.whole.lowerBound < $1.whole.lowerBound }
        let areApart = zip(entries, entries.dropFirst()).allSatisfy { $0.whole.upperBound <= $1.whole.lowerBound }
        guard position == end, areApart else { throw refuse("its directory does not tell what is in it") }
        for entry in entries where Int(CRC32.checksum(of: bytes[entry.contents])) != entry.checksum {
            throw refuse("the packed trace is damaged: '\(entry.name)' has another checksum")
        }
    }

    private static func isOfTrace(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch (parts.first, parts.count) {
        case ("trace.jsonl", 1): return true
        case ("frames", 2): return FrameName(parts[1]) != nil
        case ("inputs", 2): return ContentHash.isHash(parts[1])
        default: return false
        }
    }
}

/// One entry of the directory, which says the same as the file's own head.
private struct DirectoryEntry {
    let name: String
    let checksum: Int
    /// The head and the bytes.
    let whole: Range<Int>
    let contents: Range<Int>
    /// Where the next entry begins.
    let next: Int

    init?(_ bytes: [UInt8], at position: Int) {
        // Neither encrypted nor compressed, and of one size.
        guard bytes.number(4, at: position) == Int(PackedEntry.directoryMark),
            let flags = bytes.number(2, at: position + 8), flags & 1 == 0, bytes.number(2, at: position + 10) == 0,
            let checksum = bytes.number(4, at: position + 16), let size = bytes.number(4, at: position + 24),
            bytes.number(4, at: position + 20) == size, let nameLength = bytes.number(2, at: position + 28),
            let extra = bytes.number(2, at: position + 30), let comment = bytes.number(2, at: position + 32),
            let offset = bytes.number(4, at: position + 42)
        else { return nil }
        let nameStart = position + PackedEntry.directoryLength
        next = nameStart + nameLength + extra + comment
        guard next <= bytes.count, bytes.number(4, at: offset) == Int(PackedEntry.headMark),
            bytes.number(2, at: offset + 8) == 0, let ownName = bytes.number(2, at: offset + 26),
            let ownExtra = bytes.number(2, at: offset + 28)
        else { return nil }
        let ownStart = offset + PackedEntry.headLength
        let start = ownStart + ownName + ownExtra
        guard start + size <= bytes.count, ownName == nameLength,
            bytes[ownStart..<(ownStart + ownName)] == bytes[nameStart..<(nameStart + nameLength)],
            let name = String(bytes: bytes[nameStart..<(nameStart + nameLength)], encoding: .utf8)
        else { return nil }
        (self.name, self.checksum) = (name, checksum)
        whole = offset..<(start + size)
        contents = start..<(start + size)
    }
}

extension [UInt8] {
    /// A little-endian unsigned number of `length` bytes; `nil` beyond the end.
    fileprivate func number(_ length: Int, at start: Int) -> Int? {
        guard start >= 0, start + length <= count else { return nil }
        return self[start..<(start + length)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
