import Formats

/// How alike two files are line by line: twice the matching lines by the lines of both, where matches are the longest
/// block first, then left and right of it (Ratcliff and Obershelp), as in Python's `difflib`.
struct LineSimilarity {
    /// Lines beyond which files are not compared: the time grows with the product of both.
    private static let maximumLines = 50_000

    private let one: [CodePoints]
    private let two: [CodePoints]
    private let places: [CodePoints: [Int]]

    /// - Parameters:
    ///   - one: what the policy left.
    ///   - two: what the task expects.
    /// - Throws: ``EvidenceFault`` for files of more than 50 000 lines: the task's where its own is.
    init(_ one: [String], _ two: [String]) throws(EvidenceFault) {
        guard two.count <= Self.maximumLines else {
            throw .ofTask("the expected file has \(two.count) lines, expected at most \(Self.maximumLines)")
        }
        guard one.count <= Self.maximumLines else {
            throw .ofGuest("the file has \(one.count) lines, expected at most \(Self.maximumLines)")
        }
        self.one = one.map { CodePoints($0) }
        self.two = two.map { CodePoints($0) }
        var places: [CodePoints: [Int]] = [:]
        for (index, line) in self.two.enumerated() {
            places[line, default: []].append(index)
        }
        // Lines that make up more than a hundredth of a long text say nothing, and are left out as difflib leaves them.
        if two.count >= 200 {
            let most = two.count / 100 + 1
            places = places.filter { $0.value.count <= most }
        }
        self.places = places
    }

    /// From 0 to 1; 1 for two empty files.
    var ratio: Double {
        guard !one.isEmpty || !two.isEmpty else { return 1 }
        var matches = 0
        var waiting = [(one.indices, two.indices)]
        while let (rows, columns) = waiting.popLast() {
            let block = longestMatch(rows, columns)
            guard block.size > 0 else { continue }
            matches += block.size
            waiting.append((rows.lowerBound..<block.row, columns.lowerBound..<block.column))
            waiting.append((block.row + block.size..<rows.upperBound, block.column + block.size..<columns.upperBound))
        }
        return 2 * Double(matches) / Double(one.count + two.count)
    }

    private func longestMatch(_ rows: Range<Int>, _ columns: Range<Int>) -> (row: Int, column: Int, size: Int) {
        var best = (row: rows.lowerBound, column: columns.lowerBound, size: 0)
        var lengths: [Int: Int] = [:]
        for row in rows {
            var next: [Int: Int] = [:]
            for column in places[one[row]] ?? [] where columns.contains(column) {
                let length = (lengths[column - 1] ?? 0) + 1
                next[column] = length
                if length > best.size { best = (row - length + 1, column - length + 1, length) }
            }
            lengths = next
        }
        while best.row > rows.lowerBound, best.column > columns.lowerBound, one[best.row - 1] == two[best.column - 1] {
            best = (best.row - 1, best.column - 1, best.size + 1)
        }
        while best.row + best.size < rows.upperBound, best.column + best.size < columns.upperBound,
            one[best.row + best.size] == two[best.column + best.size]
        {
            best.size += 1
        }
        return best
    }
}
