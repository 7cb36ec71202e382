extension Collection where Element: Equatable {
    /// The minimum number of insertions, deletions and replacements that make one the other (Levenshtein 1966).
    package func editDistance(to other: some Collection<Element>) -> Int {
        var row = Array(0...other.count)
        for (index, element) in enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for (column, wanted) in other.enumerated() {
                let cost = element == wanted ? diagonal : 1 + Swift.min(diagonal, row[column], row[column + 1])
                diagonal = row[column + 1]
                row[column + 1] = cost
            }
        }
        return row[other.count]
    }
}
