import Agents
import Sessions

/// Reads on what a program prints on one stream: its beginning line by line, and when nothing more is to come its end.
struct OutputReader {
    /// How much of the beginning is kept, and how much of the end, in bytes.
    static let (beginning, end) = (32 << 10, 8 << 10)

    private let program: Program
    private let name: String
    private let stream: PrintedText.Stream
    /// Where to read on, and how many bytes were kept.
    private var (offset, kept) = (0, 0)

    init(_ program: Program, called name: String, stream: PrintedText.Stream) {
        self.program = program
        self.name = name
        self.stream = stream
    }

    /// The whole lines that were printed since, as long as they belong to the beginning.
    mutating func next() -> PrintedText? {
        guard kept < Self.beginning else { return nil }
        let found = read(from: offset, Self.beginning - kept)
        offset = min(offset, found.size)
        guard let last = found.bytes.lastIndex(of: UInt8(ascii: "\n")) else {
            // A line for which there is no room is left to the end.
            if found.bytes.count >= Self.beginning - kept { kept = Self.beginning }
            return nil
        }
        offset += last + 1
        kept += last + 1
        return text(found.bytes[...last])
    }

    /// What was printed since, and the last of it where that is much.
    mutating func rest() -> [PrintedText] {
        let lines = next()
        let size = read(from: offset, 0).size
        guard size > offset else { return [lines].compactMap(\.self) }
        let start = max(offset, size - Self.end)
        var bytes = read(from: start, size - start).bytes[...]
        // Not from within a word.
        if start > offset { bytes = bytes[(bytes.firstIndex(where: Self.isSpace) ?? bytes.endIndex)...].dropFirst() }
        let omitted = size - offset - bytes.count
        offset = size
        kept = Self.beginning
        return [lines, text(bytes, omitting: omitted)].compactMap(\.self)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: " ") }

    private func read(from offset: Int, _ limit: Int) -> (bytes: [UInt8], size: Int) {
        program.printed(asErrors: stream == .errors, from: offset, limit: limit)
    }

    private func text(_ bytes: ArraySlice<UInt8>, omitting count: Int = 0) -> PrintedText {
        PrintedText(program: name, stream: stream, text: String(decoding: bytes, as: UTF8.self), omittedBytes: count)
    }
}
