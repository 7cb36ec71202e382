/// A zip archive of files that are stored as they are.
package func zipped(_ files: [(name: String, contents: [UInt8])]) -> [UInt8] {
    func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for file in files {
        let name = Array(file.name.utf8)
        let fields =
            number(20, 2) + number(0, 8) + number(checksum(file.contents), 4) + number(file.contents.count, 4)
            + number(file.contents.count, 4) + number(name.count, 2) + number(0, 2)
        directory +=
            number(0x0201_4B50, 4) + number(20, 2) + fields + number(0, 10) + number(archive.count, 4) + name
        archive += number(0x0403_4B50, 4) + fields + name + file.contents
    }
    let count = number(files.count, 2)
    return archive + directory + number(0x0605_4B50, 4) + number(0, 4) + count + count + number(directory.count, 4)
        + number(archive.count, 4) + number(0, 2)
}

/// CRC-32, by a table of what each byte does.
private func checksum(_ bytes: [UInt8]) -> Int {
    var sum = UInt32.max
    for byte in bytes {
        let index = Int(UInt8(truncatingIfNeeded: sum) ^ byte)
        sum = sum >> 8 ^ checksums[index]
    }
    return Int(~sum)
}

private let checksums: [UInt32] = (0..<256).map { number in
    var sum = UInt32(number)
    for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    return sum
}

/// The same of texts.
package func zipped(_ files: [(String, String)]) -> [UInt8] { zipped(files.map { ($0.0, Array($0.1.utf8)) }) }
