/// A tar archive in memory (POSIX ustar and GNU's long names), plain or gzipped.
package struct TarArchive {
    private static let largest = 256 << 20
    private static let maximumEntries = 20_000

    /// Contents of regular files by name; folders end in a slash and have none.
    package let files: [(name: String, contents: [UInt8])]

    /// - Throws: ``FormatFault`` for bytes that are not a tar archive, or a larger one than is read.
    package init(_ bytes: [UInt8]) throws(FormatFault) {
        let isPacked = bytes.starts(with: [0x1F, 0x8B])
        let bytes = isPacked ? try Inflation.inflate(bytes[...], .gzip, limit: Self.largest) : bytes
        let reader = LittleEndian(bytes)
        guard try reader.slice(from: 257, count: 5).elementsEqual("ustar".utf8) else {
            throw FormatFault("it is not a tar archive")
        }
        var files: [(name: String, contents: [UInt8])] = []
        var place = 0
        var longName: String?
        while place + 512 <= bytes.count, bytes[place] != 0 {
            let size = try Self.octal(reader.slice(from: place + 124, count: 12))
            let contents = try reader.slice(from: place + 512, count: size)
            let kind = bytes[place + 156]
            if kind == UInt8(ascii: "L") {
                longName = Self.text(contents)
            } else {
                let prefix = Self.text(try reader.slice(from: place + 345, count: 155))
                let name = Self.text(try reader.slice(from: place, count: 100))
                let whole = longName ?? (prefix.isEmpty ? name : prefix + "/" + name)
                if kind == UInt8(ascii: "0") || kind == 0 || kind == UInt8(ascii: "5") {
                    guard files.count < Self.maximumEntries else {
                        throw FormatFault("it has more than \(Self.maximumEntries) entries, the most that are read")
                    }
                    files.append((whole, Array(contents)))
                }
                longName = nil
            }
            place += 512 + (size + 511) / 512 * 512
        }
        self.files = files
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }

    private static func octal(_ bytes: ArraySlice<UInt8>) throws(FormatFault) -> Int {
        let digits = String(decoding: bytes.filter { $0 != 0 && $0 != 0x20 }, as: UTF8.self)
        guard let number = Int(digits, radix: 8) else { throw FormatFault("a size in it is not a number") }
        return number
    }
}
