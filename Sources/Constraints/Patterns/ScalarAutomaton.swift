/// A deterministic automaton over code points.
struct ScalarAutomaton: Sendable {
    /// Where the stretches begin within which code points lead to the same states; the first is 0.
    let starts: [UInt32]
    /// By state and stretch; -1 where no text that fits goes on.
    let next: [Int32]
    let start: Int32
    let accepts: [Bool]
    /// How many code points it takes from a state to one that accepts; `nil` where none can be reached.
    let distance: [Int32?]

    init(starts: [UInt32], next: [Int32], start: Int32, accepts: [Bool]) {
        self.starts = starts
        self.start = start
        self.accepts = accepts
        var next = next
        // Surrogates are not characters: a range of only surrogates matches nothing.
        for stretch in starts.indices where Self.sample(stretch, starts) == nil {
            for row in accepts.indices { next[row * starts.count + stretch] = -1 }
        }
        let distance = Self.distances(next, stretches: starts.count, accepts)
        self.distance = distance
        self.next = next.map { $0 >= 0 && distance[Int($0)] != nil ? $0 : -1 }
    }

    /// The state after `scalar`, `nil` where no text that fits goes on.
    func next(_ state: Int32, _ scalar: UInt32) -> Int32? {
        let target = next[Int(state) * starts.count + stretch(of: scalar)]
        return target < 0 ? nil : target
    }

    /// Whether some code point of `range` leads on.
    func canTake(_ state: Int32, _ range: ClosedRange<UInt32>) -> Bool {
        let row = Int(state) * starts.count
        return (stretch(of: range.lowerBound)...stretch(of: range.upperBound)).contains { next[row + $0] >= 0 }
    }

    /// The code point of `range` that leads nearest to a state that accepts.
    func candidate(_ state: Int32, in range: ClosedRange<UInt32>) -> UInt32? {
        let row = Int(state) * starts.count
        let nearest = (stretch(of: range.lowerBound)...stretch(of: range.upperBound)).filter { next[row + $0] >= 0 }
            .min { distance[Int(next[row + $0])] ?? .max < distance[Int(next[row + $1])] ?? .max }
        return nearest.map { max(starts[$0], range.lowerBound) }
    }

    /// The code points of a shortest way to a state that accepts.
    func shortestEnd(from state: Int32) -> [UInt32] {
        var (state, scalars) = (state, [UInt32]())
        while let left = distance[Int(state)], left > 0 {
            let row = Int(state) * starts.count
            let stretch = starts.indices.filter { index in
                let target = next[row + index]
                return target >= 0 && distance[Int(target)] == left - 1 && Self.sample(index, starts) != nil
            }.min { Self.rank(Self.sample($0, starts)) < Self.rank(Self.sample($1, starts)) }
            guard let stretch, let scalar = Self.sample(stretch, starts) else { break }
            scalars.append(scalar)
            state = next[row + stretch]
        }
        return scalars
    }

    /// The automaton of the texts that also have from `least` to `most` code points; `nil` where it grows too large.
    func limited(least: Int, most: Int?) -> ScalarAutomaton? {
        guard least > 0 || most != nil else { return self }
        let levels = (most ?? least) + 1
        let states = accepts.count
        guard levels <= 1 << 20, states * levels * starts.count <= 4_000_000 else { return nil }
        var next: [Int32] = []
        var accepts: [Bool] = []
        for level in 0..<levels {
            let above = level + 1 < levels ? level + 1 : most == nil ? level : nil
            for state in 0..<states {
                accepts.append(self.accepts[state] && level >= least)
                for stretch in starts.indices {
                    let target = self.next[state * starts.count + stretch]
                    next.append(above.map { target < 0 ? -1 : Int32($0 * states) + target } ?? -1)
                }
            }
        }
        return ScalarAutomaton(starts: starts, next: next, start: start, accepts: accepts)
    }

    /// Whether no text fits.
    var isEmpty: Bool { distance[Int(start)] == nil }

    private func stretch(of scalar: UInt32) -> Int {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= scalar { low = middle } else { high = middle }
        }
        return low
    }

    /// A plain code point of a stretch, a letter if it has one; `nil` where it holds none but surrogates.
    private static func sample(_ stretch: Int, _ starts: [UInt32]) -> UInt32? {
        let last = stretch + 1 < starts.count ? starts[stretch + 1] - 1 : 0x10FFFF
        let range = starts[stretch]...last
        for wish: UInt32 in [0x61, 0x30, 0x20, 0x2D] where range.contains(wish) { return wish }
        let first = range.contains(0x21) ? 0x21 : range.lowerBound
        guard (0xD800...0xDFFF).contains(first) else { return first }
        return last > 0xDFFF ? 0xE000 : nil
    }

    /// Printable characters first, so that what is made up can be read.
    private static func rank(_ scalar: UInt32?) -> Int {
        guard let scalar else { return 3 }
        return switch scalar {
        case 0x61...0x7A, 0x30...0x39: 0
        case 0x20...0x7E: 1
        default: 2
        }
    }

    private static func distances(_ next: [Int32], stretches: Int, _ accepts: [Bool]) -> [Int32?] {
        var sources: [[Int32]] = Array(repeating: [], count: accepts.count)
        for (index, target) in next.enumerated() where target >= 0 {
            let source = Int32(index / stretches)
            if sources[Int(target)].last != source { sources[Int(target)].append(source) }
        }
        var distance: [Int32?] = accepts.map { $0 ? 0 : nil }
        var front = accepts.indices.filter { accepts[$0] }.map(Int32.init)
        var reached: Int32 = 0
        while !front.isEmpty {
            reached += 1
            var further: [Int32] = []
            for source in front.lazy.flatMap({ sources[Int($0)] }) where distance[Int(source)] == nil {
                distance[Int(source)] = reached
                further.append(source)
            }
            front = further
        }
        return distance
    }
}
