/// A zip archive in memory: names from its central directory, contents on demand.
///
/// Archives come from programs that a policy used, and so are not trusted: every offset is checked, what comes out is
/// bounded, and nothing is written to disk.
package struct ZipArchive {
    /// Bounds on what is read.
    private static let mostEntries = 20_000
    private static let largestEntry = 64 << 20
    /// Of all that is read of it, one entry several times counted as often.
    private static let largestSum = 512 << 20

    package struct Entry {
        let name: String
        fileprivate let method: Int
        fileprivate let isEncrypted: Bool
        fileprivate let packed: Int
        fileprivate let size: Int
        fileprivate let header: Int

        /// Whether it is a folder, which has no contents.
        var isFolder: Bool { name.hasSuffix("/") }
    }

    package let entries: [Entry]
    /// Where the entries stand among them, by name; of several of one name the first.
    private let places: [String: Int]
    private let bytes: [UInt8]
    private let allowance = ReadingAllowance(bytes: largestSum)

    package init(_ bytes: [UInt8]) throws(FormatFault) {
        self.bytes = bytes
        let reader = LittleEndian(bytes)
        guard let end = Self.endRecord(reader) else {
            throw FormatFault("it is no zip archive, or one that is cut off")
        }
        let count = try reader.short(at: end + 10)
        guard count <= Self.mostEntries else { throw FormatFault("it has \(count) entries, more than are read") }
        var place = try reader.long(at: end + 16)
        var entries: [Entry] = []
        for _ in 0..<count {
            guard try reader.long(at: place) == 0x0201_4B50 else { throw FormatFault("its directory is damaged") }
            let nameLength = try reader.short(at: place + 28)
            let name = try reader.slice(from: place + 46, count: nameLength)
            entries.append(
                Entry(
                    name: String(decoding: name, as: UTF8.self), method: try reader.short(at: place + 10),
                    isEncrypted: try reader.short(at: place + 8) & 1 != 0, packed: try reader.long(at: place + 20),
                    size: try reader.long(at: place + 24), header: try reader.long(at: place + 42)))
            place += 46 + nameLength + (try reader.short(at: place + 30)) + (try reader.short(at: place + 32))
        }
        self.entries = entries
        places = Dictionary(entries.enumerated().map { ($1.name, $0) }) { first, _ in first }
    }

    /// Where the record at the end of the archive begins; a comment of up to 65 535 bytes may follow it.
    private static func endRecord(_ reader: LittleEndian) -> Int? {
        let last = reader.count - 22
        guard last >= 0 else { return nil }
        return (max(0, last - 65_535)...last).reversed().first { place in
            (try? reader.long(at: place)) == 0x0605_4B50
        }
    }

    func entry(_ name: String) -> Entry? { places[name].map { entries[$0] } }

    /// The contents of the entry called `name`.
    package func contents(of name: String) throws(FormatFault) -> [UInt8] {
        guard let entry = entry(name) else { throw FormatFault("it has no '\(name)'") }
        return try contents(of: entry)
    }

    package func contents(of entry: Entry) throws(FormatFault) -> [UInt8] {
        guard !entry.isEncrypted else { throw FormatFault("'\(entry.name)' is encrypted") }
        guard entry.size <= Self.largestEntry else {
            throw FormatFault("'\(entry.name)' has \(entry.size) bytes, more than are read")
        }
        try allowance.take(entry.size)
        let reader = LittleEndian(bytes)
        guard try reader.long(at: entry.header) == 0x0403_4B50 else { throw FormatFault("'\(entry.name)' is damaged") }
        let start =
            entry.header + 30 + (try reader.short(at: entry.header + 26)) + (try reader.short(at: entry.header + 28))
        let packed = try reader.slice(from: start, count: entry.packed)
        let contents: [UInt8]
        switch entry.method {
        case 0: contents = Array(packed)
        case 8: contents = try Inflation.inflate(packed, .none, limit: entry.size + 1)
        default: throw FormatFault("'\(entry.name)' is compressed by method \(entry.method); known are 0 and 8")
        }
        guard contents.count == entry.size else { throw FormatFault("'\(entry.name)' has not the size that it states") }
        return contents
    }
}

/// Numbers in a run of bytes, the lowest byte first; every access is checked.
struct LittleEndian {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var count: Int { bytes.count }

    func slice(from start: Int, count: Int) throws(FormatFault) -> ArraySlice<UInt8> {
        guard start >= 0, count >= 0, start <= bytes.count, count <= bytes.count - start else {
            throw FormatFault("it is cut off")
        }
        return bytes[start..<start + count]
    }

    func short(at place: Int) throws(FormatFault) -> Int {
        try slice(from: place, count: 2).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    func long(at place: Int) throws(FormatFault) -> Int {
        try slice(from: place, count: 4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
