/// Letters that one is read for the other on a screen.
enum LookAlikes {
    private static let classes: [Set<Character>] = [
        ["i", "l", "j", "t", "f", "!", "|", "r", "/"], ["o", "c", "e", "a"], ["u", "v", "n", "r", "w"],
        ["h", "b", "k"], ["g", "q", "y"], ["s", "z"], [".", ",", ":"], ["l", "1"], ["o", "0"], ["-", "_", "~"],
    ]
    /// Two letters that together look like one.
    private static let pairs: [(two: [Character], one: Character)] = [
        (["r", "n"], "m"), (["v", "v"], "w"), (["c", "l"], "d"), (["r", "i"], "n"),
    ]
    /// So narrow that they are missed, or seen where there is nothing.
    static let slender: Set<Character> = [
        "i", "l", "j", "t", "f", "!", "|", "r", "/", ".", ",", ":", "'", "`", "-",
    ]

    /// How many letters of `wanted` were misread when it came out as `read`, at least 1; `nil` when it is another word.
    static func slips(_ read: String, from wanted: String) -> Int? {
        if haveOneShape(read, wanted) { return 1 }
        let (one, other) = (Array(read.lowercased()), Array(wanted.lowercased()))
        let letters = other.count(where: \.isLetter)
        let most = max(1, letters / 6)
        guard letters >= 5, abs(one.count - other.count) <= most else { return nil }
        var rows: [[Int]] = []
        for i in 0...one.count {
            rows.append([Int](repeating: most + 1, count: other.count + 1))
            for j in 0...other.count { rows[i][j] = cheapest(one, i, other, j, rows) }
        }
        let slips = rows[one.count][other.count]
        return (1...most).contains(slips) ? slips : nil
    }

    /// Whether two words differ only in letters that most fonts draw as one upright stroke.
    private static func haveOneShape(_ read: String, _ wanted: String) -> Bool {
        guard read.count == wanted.count, wanted.count >= 2, read != wanted else { return false }
        return zip(read, wanted).allSatisfy { one, other in one == other || "Il|".contains(one) && "Il|".contains(other)
        }
    }

    /// The fewest slips that turn the first `j` letters of `other` into the first `i` of `one`.
    private static func cheapest(_ one: [Character], _ i: Int, _ other: [Character], _ j: Int, _ rows: [[Int]]) -> Int {
        if i == 0, j == 0 { return 0 }
        var costs = [rows[i][j]]
        if i > 0, slender.contains(one[i - 1]) { costs.append(rows[i - 1][j] + 1) }
        if j > 0, slender.contains(other[j - 1]) { costs.append(rows[i][j - 1] + 1) }
        if i > 0, j > 0 {
            if one[i - 1] == other[j - 1] {
                costs.append(rows[i - 1][j - 1])
            } else if areAlike(one[i - 1], other[j - 1]) {
                costs.append(rows[i - 1][j - 1] + 1)
            }
        }
        for (two, single) in pairs {
            if i > 1, j > 0, other[j - 1] == single, Array(one[(i - 2)..<i]) == two {
                costs.append(rows[i - 2][j - 1] + 1)
            }
            if i > 0, j > 1, one[i - 1] == single, Array(other[(j - 2)..<j]) == two {
                costs.append(rows[i - 1][j - 2] + 1)
            }
        }
        return costs.min() ?? rows[i][j]
    }

    private static func areAlike(_ read: Character, _ wanted: Character) -> Bool {
        !wanted.isNumber && classes.contains { $0.contains(read) && $0.contains(wanted) }
    }
}
