import Foundation
import Images

/// A packed trace laid out in a folder that goes away with it.
///
/// Only what a trace can hold is taken out of the file: its lines, frames and inputs under their hashes, stored as they are.
final class UnpackedTrace: Sendable {
    let folder: String

    /// - Throws: ``TraceError`` if the file is not a packed trace, or the disk is full.
    init(_ path: String, _ bytes: [UInt8]) throws(TraceError) {
        folder = FileManager.default.temporaryDirectory.appending(path: "deskhand-trace-\(UUID().uuidString)").path
        let archive = try PackedFiles(bytes, path: path)
        for part in ["", "/frames", "/inputs"] {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder + part, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            } catch {
                throw .notWritable(path: folder, reason: error.localizedDescription)
            }
        }
        for file in archive.files { try RecordFile.write(Array(bytes[file.range]), to: "\(folder)/\(file.name)") }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
}

/// The files of a ZIP file that a trace can hold, and where their bytes lie.
private struct PackedFiles {
    private(set) var files: [(name: String, range: Range<Int>)] = []

    init(_ bytes: [UInt8], path: String) throws(TraceError) {
        let end = Self.end(of: bytes)
        guard let end, let count = bytes.number(2, at: end + 10), let start = bytes.number(4, at: end + 16) else {
            throw .notReadable(path: path, reason: "it is neither the folder of a trace nor a whole packed one")
        }
        var position = start
        for _ in 0..<count {
            guard let file = Self.file(at: &position, of: bytes) else {
                throw .notReadable(path: path, reason: "the packed trace is damaged, or was packed by another program")
            }
            guard Self.isOfTrace(file.name) else {
                throw .notReadable(path: path, reason: "it holds '\(file.name.prefix(80))', which no trace does")
            }
            files.append(file)
        }
    }

    private static func end(of bytes: [UInt8]) -> Int? {
        let last = bytes.count - PackedEntry.endLength
        guard last >= 0 else { return nil }
        return bytes.number(4, at: last) == Int(PackedEntry.endMark) ? last : nil
    }

    /// Reads an entry of the directory, checks it against the file's own head and its bytes' checksum, and goes on.
    private static func file(at position: inout Int, of bytes: [UInt8]) -> (name: String, range: Range<Int>)? {
        guard bytes.number(4, at: position) == Int(PackedEntry.directoryMark), bytes.number(2, at: position + 10) == 0,
            let checksum = bytes.number(4, at: position + 16), let size = bytes.number(4, at: position + 24),
            let nameLength = bytes.number(2, at: position + 28), let extra = bytes.number(2, at: position + 30),
            let comment = bytes.number(2, at: position + 32), let offset = bytes.number(4, at: position + 42)
        else { return nil }
        let nameStart = position + PackedEntry.directoryLength
        guard nameStart + nameLength <= bytes.count,
            let name = String(bytes: bytes[nameStart..<(nameStart + nameLength)], encoding: .utf8),
            bytes.number(4, at: offset) == Int(PackedEntry.headMark),
            let ownName = bytes.number(2, at: offset + 26), let ownExtra = bytes.number(2, at: offset + 28)
        else { return nil }
        let start = offset + PackedEntry.headLength + ownName + ownExtra
        guard start + size <= bytes.count, Int(CRC32.checksum(of: bytes[start..<(start + size)])) == checksum else {
            return nil
        }
        position = nameStart + nameLength + extra + comment
        return (name, start..<(start + size))
    }

    private static func isOfTrace(_ name: String) -> Bool {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch (parts.first, parts.count) {
        case ("trace.jsonl", 1): return true
        case ("frames", 2): return FrameName(parts[1]) != nil
        case ("inputs", 2): return parts[1].wholeMatch(of: #/[0-9a-f]{64}/#) != nil
        default: return false
        }
    }
}

extension [UInt8] {
    /// A little-endian unsigned number of `length` bytes; `nil` beyond the end.
    fileprivate func number(_ length: Int, at start: Int) -> Int? {
        guard start >= 0, start + length <= count else { return nil }
        return self[start..<(start + length)].reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
