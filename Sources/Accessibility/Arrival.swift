/// How much of a typed text a field holds, as counts only: the text itself is not kept.
package struct Arrival: Hashable, Sendable {
    /// The typed characters, as Unicode scalars, that stand in the field in the order in which they were typed.
    package let verified: Int
    /// The first typed character, from 1, that is missing or different; `nil` when there is none.
    package let firstDifference: Int?
    /// Whether characters arrived as others of the same text; see ``isGarbled(_:as:)``.
    package let isGarbled: Bool

    /// Creates what became of typed text; all was seen when there is no difference and it is not garbled.
    package init(verified: Int, firstDifference: Int?, isGarbled: Bool = false) {
        self.verified = verified
        self.firstDifference = firstDifference
        self.isGarbled = isGarbled
    }

    /// Compares what was typed with what the field gained.
    ///
    /// What the field added itself, such as an indent or a thousands separator, is not a difference.
    package init(of typed: [Unicode.Scalar], in gained: [Unicode.Scalar]) {
        verified = Arrival.inOrder(typed, gained)
        let same = zip(typed, gained).prefix { $0 == $1 }.count
        firstDifference = verified == typed.count ? nil : same + 1
        isGarbled = Arrival.isGarbled(typed, as: gained)
    }

    /// A text as a field shows it: one newline for each Return, however it is written.
    package static func scalars(of text: String) -> [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            defer { previous = scalar }
            switch scalar {
            case "\n" where previous == "\r": continue
            case "\n", "\r", "\u{2028}", "\u{2029}": scalars.append("\n")
            default: scalars.append(scalar)
            }
        }
        return scalars
    }
}

extension Arrival {
    /// Longer middle parts than this, counted as the product of both lengths, are not compared but taken as lost.
    private static let maximumWork = 4_000_000

    /// The length of the longest common subsequence.
    private static func inOrder(_ typed: [Unicode.Scalar], _ gained: [Unicode.Scalar]) -> Int {
        let start = zip(typed, gained).prefix { $0 == $1 }.count
        let left = typed.dropFirst(start)
        let right = gained.dropFirst(start)
        let end = zip(left.reversed(), right.reversed()).prefix { $0 == $1 }.count
        let (rows, columns) = (Array(left.dropLast(end)), Array(right.dropLast(end)))
        guard !rows.isEmpty, !columns.isEmpty, rows.count * columns.count <= maximumWork else { return start + end }
        var best = [Int](repeating: 0, count: columns.count + 1)
        for row in rows {
            var diagonal = 0
            for column in columns.indices {
                let above = best[column + 1]
                best[column + 1] = row == columns[column] ? diagonal + 1 : max(above, best[column])
                diagonal = above
            }
        }
        return start + end + best[columns.count]
    }

    /// Whether typing itself went wrong: one for one, characters that a key was lent to arrived as others of them.
    ///
    /// Fields drop, replace and reorder characters by their own rules (a maximum length, digits only, `*` shown as
    /// `×`, spelling put right), so no other difference proves anything. But a program that reads a lent key too late
    /// sees a character that the key was lent to before or after, and no field turns 漢 into another character of the
    /// text that happens to be typed.
    private static func isGarbled(_ typed: [Unicode.Scalar], as gained: [Unicode.Scalar]) -> Bool {
        guard typed.count == gained.count else { return false }
        let swapped = zip(typed, gained).filter { $0 != $1 }
        let lent = Set(typed.filter { !$0.isASCII })
        let isProof = swapped.allSatisfy { wanted, found in
            lent.contains(wanted) && lent.contains(found)
                && wanted.properties.lowercaseMapping != found.properties.lowercaseMapping
        }
        return !swapped.isEmpty && isProof && swapped.map(\.0).sorted() != swapped.map(\.1).sorted()
    }
}
