/// A zip archive in memory: names from its central directory, contents on demand.
///
/// Archives come from programs that a policy used, and so are not trusted: every offset is checked, what comes out is
/// bounded, and nothing is written to disk.
package struct ZipArchive {
    /// Bounds on what is read.
    private static let maximumEntries = 20_000
    private static let maximumEntry = 64 << 20
    /// Of all that is read of it, one entry several times counted as often.
    private static let largestSum = 512 << 20

    /// One file or folder of an archive.
    package struct Entry {
        /// As the archive has it, folders with a slash at the end.
        package let name: String
        fileprivate let method: Int
        fileprivate let isEncrypted: Bool
        fileprivate let packed: Int
        fileprivate let size: Int
        fileprivate let header: Int
        fileprivate let checksum: Int

        /// Whether it is a folder, which has no contents.
        var isFolder: Bool { name.hasSuffix("/") }
    }

    /// In the order of the directory.
    package let entries: [Entry]
    /// Where the entries stand among them, by name; of several of one name the last, as other readers have it.
    private let places: [CodePoints: Int]
    private let bytes: [UInt8]
    private let allowance = ReadingAllowance(bytes: largestSum)

    /// - Throws: ``FormatFault`` for bytes that are not a zip archive, or one of more entries than are read.
    package init(_ bytes: [UInt8]) throws(FormatFault) {
        self.bytes = bytes
        let reader = LittleEndian(bytes)
        let directory = try ZipDirectory(reader)
        guard directory.count <= Self.maximumEntries else {
            throw FormatFault("it has \(directory.count) entries, more than are read")
        }
        var place = directory.start
        var entries: [Entry] = []
        for _ in 0..<directory.count {
            guard try reader.long(at: place) == 0x0201_4B50 else { throw FormatFault("its directory is damaged") }
            let lengths = try (reader.short(at: place + 28), reader.short(at: place + 30), reader.short(at: place + 32))
            let name = try reader.slice(from: place + 46, count: lengths.0)
            var sizes = try ZipSizes(
                size: reader.long(at: place + 24), packed: reader.long(at: place + 20),
                header: reader.long(at: place + 42))
            try sizes.widen(reader, from: place + 46 + lengths.0, count: lengths.1)
            entries.append(
                Entry(
                    name: String(decoding: name, as: UTF8.self), method: try reader.short(at: place + 10),
                    isEncrypted: try reader.short(at: place + 8) & 1 != 0, packed: sizes.packed, size: sizes.size,
                    header: sizes.header + directory.shift, checksum: try reader.long(at: place + 16)))
            place += 46 + lengths.0 + lengths.1 + lengths.2
        }
        self.entries = entries
        places = Dictionary(entries.enumerated().map { (CodePoints($1.name), $0) }) { _, last in last }
    }

    /// The entry called `name`, if there is one.
    func entry(_ name: String) -> Entry? { places[CodePoints(name)].map { entries[$0] } }

    /// The contents of the entry called `name`.
    ///
    /// - Throws: ``FormatFault`` where there is none, or it cannot be expanded.
    package func contents(of name: String) throws(FormatFault) -> [UInt8] {
        guard let entry = entry(name) else { throw FormatFault("it has no '\(name)'") }
        return try contents(of: entry)
    }

    /// The contents of an entry.
    ///
    /// - Throws: ``FormatFault`` for one that is damaged, encrypted, too large, or compressed by a method that Deskhand lacks.
    package func contents(of entry: Entry) throws(FormatFault) -> [UInt8] {
        guard !entry.isEncrypted else { throw FormatFault("'\(entry.name)' is encrypted") }
        guard entry.size <= Self.maximumEntry else {
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
        default:
            throw .unsupported(
                "'\(entry.name)' is compressed by method \(entry.method), expected 0 (stored) or 8 (deflated)")
        }
        guard contents.count == entry.size else { throw FormatFault("'\(entry.name)' has not the size that it states") }
        guard Inflation.checksum(of: contents) == entry.checksum else {
            throw FormatFault("'\(entry.name)' is damaged: its checksum does not fit")
        }
        return contents
    }
}

/// Where the directory of an archive lies, and how many entries it has.
private struct ZipDirectory {
    private(set) var count: Int
    private(set) var start: Int
    /// How many bytes stand before the archive, which its own offsets leave out.
    let shift: Int

    /// Reads the record at the end, or the larger one before it that ZIP64 has (APPNOTE 4.3.14).
    init(_ reader: LittleEndian) throws(FormatFault) {
        guard let end = Self.endRecord(reader) else {
            throw FormatFault("it is not a zip archive, or one that is cut off")
        }
        count = try reader.short(at: end + 10)
        var size = try reader.long(at: end + 12)
        start = try reader.long(at: end + 16)
        var last = end
        if end >= 20, (try? reader.long(at: end - 20)) == 0x0706_4B50 {
            let place = try reader.wide(at: end - 12)
            // What stands before the archive moves the record away from where the locator says.
            last = (try? reader.long(at: place)) == 0x0606_4B50 ? place : end - 20 - 56
            guard try reader.long(at: last) == 0x0606_4B50 else { throw FormatFault("its ZIP64 record is damaged") }
            (count, size, start) = try (
                reader.wide(at: last + 32), reader.wide(at: last + 40), reader.wide(at: last + 48)
            )
        }
        shift = last - size - start
        guard shift >= 0 else { throw FormatFault("its directory is damaged") }
        start += shift
    }

    /// Where the record at the end of the archive begins; a comment of up to 65 535 bytes may follow it.
    private static func endRecord(_ reader: LittleEndian) -> Int? {
        let last = reader.count - 22
        guard last >= 0 else { return nil }
        return (max(0, last - 65_535)...last).reversed().first { place in
            (try? reader.long(at: place)) == 0x0605_4B50
        }
    }
}

/// The sizes and the place of an entry, which ZIP64 moves into an extra field where 32 bits do not hold them.
private struct ZipSizes {
    var size: Int
    var packed: Int
    var header: Int

    /// Takes the 64-bit numbers of the extra field 1 in place of those that say so (APPNOTE 4.5.3).
    mutating func widen(_ reader: LittleEndian, from start: Int, count: Int) throws(FormatFault) {
        var place = start
        while place + 4 <= start + count {
            let length = try reader.short(at: place + 2)
            if try reader.short(at: place) == 1 {
                var next = place + 4
                for field in [\ZipSizes.size, \.packed, \.header] where self[keyPath: field] == 0xFFFF_FFFF {
                    guard next + 8 <= place + 4 + length else { throw FormatFault("its ZIP64 field is damaged") }
                    self[keyPath: field] = try reader.wide(at: next)
                    next += 8
                }
            }
            place += 4 + length
        }
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

    /// A number of 64 bits, as far as a size can be one.
    func wide(at place: Int) throws(FormatFault) -> Int {
        let bytes = try slice(from: place, count: 8)
        guard bytes.suffix(2).allSatisfy({ $0 == 0 }) else { throw FormatFault("a size in it is too large") }
        return bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
