/// What on the screen resembles words that are not there, for messages.
package enum NearestLabels {
    /// Up to `count` of the labels that resemble `words`, the nearest first.
    package static func of(_ words: String, among labels: [String], count: Int = 3) -> [String] {
        let wanted = Array(words.lowercased())
        guard !wanted.isEmpty else { return [] }
        let ranked = labels.enumerated().map { (place: $0, label: $1, distance: distance(of: wanted, within: $1)) }
        return ranked.filter { 2 * $0.distance <= wanted.count }
            .sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }.prefix(count).map(\.label)
    }

    /// The fewest letters to change, add or leave out until `wanted` stands somewhere in `label`.
    private static func distance(of wanted: [Character], within label: String) -> Int {
        let letters = Array(label.lowercased())
        // What stands before and after in the label costs nothing.
        var row = [Int](repeating: 0, count: letters.count + 1)
        for (index, character) in wanted.enumerated() {
            var next = [index + 1]
            for (column, letter) in letters.enumerated() {
                next.append(min(row[column] + (letter == character ? 0 : 1), row[column + 1] + 1, next[column] + 1))
            }
            row = next
        }
        return row.min() ?? wanted.count
    }
}
