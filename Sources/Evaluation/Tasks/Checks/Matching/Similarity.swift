import Formats
import JSON

/// How alike two texts are.
package enum Similarity {
    /// Characters beyond which texts are not compared: the time grows with the product of both.
    static let maximumLength = 400_000

    /// Twice the length of the longest common subsequence of Unicode scalars by both lengths, from 0 to 1; 1 for two
    /// empty texts. This is the `ratio` of the fuzzy matcher that OSWorld uses.
    ///
    /// The length is counted bit by bit in words of 64 (Hyyrö 2004, "Bit-parallel LCS-length computation revisited").
    ///
    /// - Parameters:
    ///   - found: what the policy left.
    ///   - wanted: what the task expects.
    /// - Throws: ``EvidenceFault`` for texts longer than ``longest``: the task's where its own is.
    package static func ratio(_ found: String, _ wanted: String) throws(EvidenceFault) -> Double {
        if found.isSame(as: wanted) { return 1 }
        let (a, b) = (Array(found.unicodeScalars), Array(wanted.unicodeScalars))
        guard b.count <= maximumLength else {
            throw .ofTask(
                "the expected text has \(b.count) characters, expected at most \(maximumLength) to compare by similarity"
            )
        }
        guard a.count <= maximumLength else {
            throw .ofGuest(
                "the text has \(a.count) characters, expected at most \(maximumLength) to compare by similarity")
        }
        guard !a.isEmpty, !b.isEmpty else { return a.isEmpty && b.isEmpty ? 1 : 0 }
        return 2 * Double(commonLength(a, b)) / Double(a.count + b.count)
    }

    private static func commonLength(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
        let words = (a.count + 63) / 64
        var places: [Unicode.Scalar: [UInt64]] = [:]
        for (index, scalar) in a.enumerated() {
            places[scalar, default: [UInt64](repeating: 0, count: words)][index / 64] |= 1 << UInt64(index % 64)
        }
        var row = [UInt64](repeating: .max, count: words)
        for scalar in b {
            guard let matches = places[scalar] else { continue }
            var carry: UInt64 = 0
            for index in 0..<words {
                let hits = row[index] & matches[index]
                let (sum, over) = row[index].addingReportingOverflow(hits)
                let (total, overAgain) = sum.addingReportingOverflow(carry)
                carry = over || overAgain ? 1 : 0
                row[index] = total | (row[index] & ~matches[index])
            }
        }
        let unused = (UInt64.max << UInt64((a.count - 1) % 64)) << 1
        row[words - 1] |= unused
        return row.reduce(0) { $0 + (~$1).nonzeroBitCount }
    }
}
