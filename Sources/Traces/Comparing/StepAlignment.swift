/// Aligns the steps of two runs: as many as possible with the same title, in order (longest common subsequence).
struct StepAlignment {
    let pairs: [(one: RecordedStep?, other: RecordedStep?)]

    init(_ steps: [RecordedStep], _ others: [RecordedStep]) {
        let (titles, otherTitles) = (steps.map(\.title), others.map(\.title))
        // What is the same at the beginning needs no table.
        var head = 0
        while head < min(titles.count, otherTitles.count), titles[head] == otherTitles[head] { head += 1 }
        guard (titles.count - head) * (otherTitles.count - head) <= Self.maximumCells else {
            self.pairs = (0..<max(steps.count, others.count)).map { index in
                (steps.dropFirst(index).first, others.dropFirst(index).first)
            }
            return
        }
        let lengths = Self.lengths(titles[head...], otherTitles[head...])
        var pairs: [(RecordedStep?, RecordedStep?)] = zip(steps[..<head], others[..<head]).map { ($0, $1) }
        var (place, other) = (head, head)
        while place < steps.count || other < others.count {
            let (row, column) = (place - head, other - head)
            if place < steps.count, other < others.count, titles[place] == otherTitles[other] {
                pairs.append((steps[place], others[other]))
                (place, other) = (place + 1, other + 1)
            } else if place < steps.count, other < others.count,
                lengths[row + 1][column + 1] == lengths[row][column]
            {
                // Nothing that both have is lost: each stands in the other's place.
                pairs.append((steps[place], others[other]))
                (place, other) = (place + 1, other + 1)
            } else if other == others.count
                || place < steps.count && lengths[row + 1][column] >= lengths[row][column + 1]
            {
                pairs.append((steps[place], nil))
                place += 1
            } else {
                pairs.append((nil, others[other]))
                other += 1
            }
        }
        self.pairs = pairs
    }

    /// Of the table; runs of more steps than fit are compared step by step.
    private static let maximumCells = 16_000_000

    /// The lengths of the longest common subsequences of what follows each pair of places.
    private static func lengths(_ one: ArraySlice<String>, _ other: ArraySlice<String>) -> [[Int]] {
        let (rows, columns) = (Array(one), Array(other))
        var table = [[Int]](repeating: [Int](repeating: 0, count: columns.count + 1), count: rows.count + 1)
        for row in rows.indices.reversed() {
            for column in columns.indices.reversed() {
                table[row][column] =
                    rows[row] == columns[column]
                    ? table[row + 1][column + 1] + 1 : max(table[row + 1][column], table[row][column + 1])
            }
        }
        return table
    }
}
