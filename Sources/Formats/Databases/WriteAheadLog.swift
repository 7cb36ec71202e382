/// The `-wal` file beside an SQLite database: pages that were written and are not yet in the database's own file
/// (sqlite.org/fileformat2.html, section 4).
struct WriteAheadLog {
    private let bytes: [UInt8]
    private let pageSize: Int
    /// Whether checksums add up numbers with the highest byte first.
    private let isBigEndian: Bool

    /// - Returns: `nil` for bytes that are not such a log; SQLite takes it for empty then.
    init?(_ bytes: [UInt8]) {
        guard bytes.count >= 32 else { return nil }
        self.bytes = bytes
        let magic = Self.number(bytes, 0)
        guard magic | 1 == 0x377F_0683 else { return nil }
        isBigEndian = magic & 1 == 1
        let size = Int(Self.number(bytes, 8))
        guard (512...65_536).contains(size), size & (size - 1) == 0 else { return nil }
        pageSize = size
        let sum = Checksum().adding(bytes[0..<24], isBigEndian: isBigEndian)
        guard sum.one == Self.number(bytes, 24), sum.two == Self.number(bytes, 28) else { return nil }
    }

    /// The database with the pages of every transaction that was committed in place of the original ones.
    ///
    /// - Returns: the bytes as they are where the log holds no committed transaction.
    func applied(to database: [UInt8]) -> [UInt8] {
        var pages: [Int: Int] = [:]
        var committed: (pages: [Int: Int], count: Int)?
        var place = 32
        var sum = Checksum(one: Self.number(bytes, 24), two: Self.number(bytes, 28))
        let salts = bytes[16..<24]
        while place + 24 + pageSize <= bytes.count, bytes[place + 8..<place + 16].elementsEqual(salts) {
            sum = sum.adding(bytes[place..<place + 8], isBigEndian: isBigEndian)
                .adding(bytes[place + 24..<place + 24 + pageSize], isBigEndian: isBigEndian)
            guard sum.one == Self.number(bytes, place + 16), sum.two == Self.number(bytes, place + 20) else { break }
            pages[Int(Self.number(bytes, place))] = place + 24
            let count = Int(Self.number(bytes, place + 4))
            if count > 0 { committed = (pages, count) }
            place += 24 + pageSize
        }
        // A log cannot make a database of more pages than both files hold.
        guard let committed, committed.count <= database.count / pageSize + committed.pages.count else {
            return database
        }
        var result = Array(database.prefix(committed.count * pageSize))
        result += [UInt8](repeating: 0, count: committed.count * pageSize - result.count)
        for (page, start) in committed.pages where (1...committed.count).contains(page) {
            let target = (page - 1) * pageSize
            result.replaceSubrange(target..<target + pageSize, with: bytes[start..<start + pageSize])
        }
        return result
    }

    private static func number(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        bytes[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// The log's running sum over pairs of 32-bit numbers.
    private struct Checksum {
        var one: UInt32 = 0
        var two: UInt32 = 0

        func adding(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> Checksum {
            var sum = self
            var place = bytes.startIndex
            func number() -> UInt32 {
                defer { place += 4 }
                let slice = bytes[place..<place + 4]
                return isBigEndian
                    ? slice.reduce(0) { $0 << 8 | UInt32($1) } : slice.reversed().reduce(0) { $0 << 8 | UInt32($1) }
            }
            while place + 8 <= bytes.endIndex {
                sum.one = sum.one &+ number() &+ sum.two
                sum.two = sum.two &+ number() &+ sum.one
            }
            return sum
        }
    }
}
