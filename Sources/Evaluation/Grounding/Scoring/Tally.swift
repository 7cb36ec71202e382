/// How some items came out.
package struct Tally: Hashable, Sendable {
    private(set) var counts: [Verdict: Int] = [:]
    /// Answers that there is nothing to find.
    private(set) var refused = 0

    /// Counts verdicts.
    package init(_ verdicts: some Sequence<Verdict> = []) {
        for verdict in verdicts { counts[verdict, default: 0] += 1 }
    }

    /// Counts what became of items.
    init(_ records: some Sequence<ItemRecord>) {
        for record in records { add(record) }
    }

    subscript(verdict: Verdict) -> Int { counts[verdict] ?? 0 }

    mutating func add(_ verdict: Verdict) { counts[verdict, default: 0] += 1 }

    mutating func add(_ record: ItemRecord) {
        add(record.verdict)
        if record.refusal == true { refused += 1 }
    }

    var correct: Int { self[.correct] }
    var all: Int { counts.values.reduce(0, +) }
    /// Those that have a score; what was not evaluated has none.
    var scored: Int { all - self[.notEvaluated] }
    /// From 0 to 1; `nil` without items.
    var accuracy: Double? { scored > 0 ? Double(correct) / Double(scored) : nil }
}
