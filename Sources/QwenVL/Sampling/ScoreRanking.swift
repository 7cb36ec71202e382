/// The indices of some scores, the largest score first and the lower index first among equal ones.
///
/// A binary heap: making it takes time in proportion to the number of scores, each ``popFirst()`` its logarithm. A draw
/// looks at a few of the likeliest tokens, and sorting a whole vocabulary for that would cost more than all else.
struct ScoreRanking {
    private let scores: [Float]
    private var heap: [Int32]

    /// - Parameter scores: −∞ and NaN are left out.
    init(_ scores: [Float]) {
        self.init(scores, of: scores.indices.lazy.map(Int32.init).filter { scores[Int($0)] > -.infinity })
    }

    private init(_ scores: [Float], of indices: [Int32]) {
        self.scores = scores
        heap = indices
        for place in stride(from: heap.count / 2 - 1, through: 0, by: -1) { sink(place) }
    }

    /// The largest score that is left.
    var first: Float? { heap.first.map { scores[Int($0)] } }

    /// The indices that are left, in no order.
    var rest: some Sequence<Int> { heap.lazy.map(Int.init) }

    /// Takes out the index of the largest score.
    mutating func popFirst() -> Int? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty {
            heap[0] = last
            sink(0)
        }
        return Int(first)
    }

    /// Leaves out every index for which `isKept` is false.
    mutating func keep(where isKept: (Int) -> Bool) {
        self = ScoreRanking(scores, of: heap.filter { isKept(Int($0)) })
    }

    private func precedes(_ left: Int32, _ right: Int32) -> Bool {
        (scores[Int(left)], right) > (scores[Int(right)], left)
    }

    private mutating func sink(_ start: Int) {
        var place = start
        while true {
            var best = place
            for child in [2 * place + 1, 2 * place + 2] where child < heap.count && precedes(heap[child], heap[best]) {
                best = child
            }
            guard best != place else { return }
            heap.swapAt(place, best)
            place = best
        }
    }
}
