/// What one check of a task's final state found: a score and its reason.
package struct CheckFinding: Hashable, Codable, Sendable {
    /// The check's name in task files.
    package var check: String
    /// From 0 to 1; `nil` where it could not be evaluated.
    package var score: Double?
    /// What the task wants, in words; empty where nothing is to be said.
    package var expected: String
    /// What was there.
    package var found: String
    /// Where they differ: lines of a difference, the first cell that differs, the region of a picture; may be empty.
    package var difference: String

    /// Creates a finding; `score` is from 0 to 1.
    package init(check: String, score: Double?, expected: String = "", found: String = "", difference: String = "") {
        self.check = check
        self.score = score
        self.expected = expected
        self.found = found
        self.difference = difference
    }

    /// In one line, such as `exact_match scored 0: expected "a", found "b"`.
    package var reason: String {
        let result = score.map { "scored \(Self.short($0))" } ?? "could not be evaluated"
        let parts = [
            expected.isEmpty ? "" : "expected \(expected)", found.isEmpty ? "" : "found \(found)",
        ].filter { !$0.isEmpty }
        return "\(check) \(result)" + (parts.isEmpty ? "" : ": \(parts.joined(separator: ", "))")
    }

    private static func short(_ score: Double) -> String {
        score == score.rounded() ? "\(Int(score))" : "\((score * 10_000).rounded() / 10_000)"
    }
}
