/// How far an evaluation has come.
package struct GroundingProgress: Sendable {
    let all: Int
    /// Items that were or are evaluated in this run.
    let pending: Int
    private(set) var done = 0
    private(set) var tally: Tally
    private var spent: Duration = .zero

    init(all: Int, pending: Int, known: [Verdict]) {
        self.all = all
        self.pending = pending
        tally = Tally(known.filter { $0 != .notEvaluated })
    }

    mutating func add(_ verdict: Verdict, took duration: Duration) {
        done += 1
        spent += duration
        tally.add(verdict)
    }

    /// The mean time of an item in this run.
    var perItem: Duration { done > 0 ? spent / done : .zero }
    /// How long the rest takes at the pace of this run.
    var left: Duration { perItem * (pending - done) }
    /// Whether all items of this run are done.
    package var isComplete: Bool { done == pending }
}

extension GroundingProgress {
    /// One line, such as `  412/1272  61.9 % right  3.1 s each  about 45 min left`.
    package var text: String {
        let number = "\(all - pending + done)"
        let padding = String(repeating: " ", count: max(0, "\(all)".count - number.count))
        let right = tally.accuracy.map { "  \(Percent($0)) right" } ?? ""
        return "\(padding)\(number)/\(all)\(right)  \(perItem.brief) each  "
            + (isComplete ? "done" : "about \(left.brief) left")
    }
}
