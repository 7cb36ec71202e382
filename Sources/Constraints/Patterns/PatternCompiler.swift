/// Turns a regular expression into a deterministic automaton: Thompson's construction, then the subset construction.
///
/// A text is taken as its code points between a start and an end sign. `^` and `$` are those signs, and an expression
/// that does not begin with `^` may begin anywhere after the start.
struct PatternCompiler {
    private struct Edge {
        let ranges: [ClosedRange<UInt32>]
        let target: Int
    }

    private static let maximumSteps = 30_000_000

    private var edges: [[Edge]] = []
    private var jumps: [[Int]] = []
    private var isTooLarge = false
    private let begin: Int
    private let end: Int

    init(_ part: PatternPart) {
        edges = [[], []]
        jumps = [[], []]
        (begin, end) = (0, 1)
        let (inner, outer) = (newState(), newState())
        let (before, after) = (newState(), newState())
        let anything = [PatternPart.anything]
        jumps[begin].append(inner)
        edges[begin].append(Edge(ranges: [PatternPart.textStart...PatternPart.textStart], target: before))
        edges[before].append(Edge(ranges: anything, target: before))
        jumps[before].append(inner)
        add(part, from: inner, to: outer)
        jumps[outer] += [end, after]
        edges[after].append(Edge(ranges: anything, target: after))
        edges[after].append(Edge(ranges: [PatternPart.textEnd...PatternPart.textEnd], target: end))
    }

    private mutating func newState() -> Int {
        if edges.count > 8_000 { isTooLarge = true }
        edges.append([])
        jumps.append([])
        return edges.count - 1
    }

    private mutating func add(_ part: PatternPart, from start: Int, to stop: Int) {
        guard !isTooLarge else { return }
        switch part {
        case .set(let ranges): edges[start].append(Edge(ranges: ranges, target: stop))
        case .sequence(let parts):
            var place = start
            for part in parts {
                let next = newState()
                add(part, from: place, to: next)
                place = next
            }
            jumps[place].append(stop)
        case .choice(let parts):
            for part in parts { add(part, from: start, to: stop) }
        case .repeated(let part, let least, let most): addRepeated(part, least, most, from: start, to: stop)
        }
    }

    private mutating func addRepeated(_ part: PatternPart, _ least: Int, _ most: Int?, from start: Int, to stop: Int) {
        var place = newState()
        jumps[start].append(place)
        for _ in 0..<least where !isTooLarge {
            let next = newState()
            add(part, from: place, to: next)
            place = next
        }
        if let most {
            for _ in least..<most where !isTooLarge {
                jumps[place].append(stop)
                let next = newState()
                add(part, from: place, to: next)
                place = next
            }
            jumps[place].append(stop)
        } else {
            // A separate state, so that no path leads back into what came before.
            let loop = newState()
            jumps[place].append(loop)
            let around = newState()
            add(part, from: loop, to: around)
            jumps[around].append(loop)
            jumps[loop].append(stop)
        }
    }

    /// - Throws: `ConstraintError.unsuitableSchema` when the pattern takes too many states, or fits no text.
    func automaton(at place: String) throws(ConstraintError) -> ScalarAutomaton {
        let tooLarge = ConstraintError.unsuitableSchema(place: place, problem: "the pattern is too large; simplify it")
        guard !isTooLarge else { throw tooLarge }
        let starts = partition()
        var sets: [[Int]: Int] = [:]
        var order: [[Int]] = []
        var next: [Int32] = []
        var accepts: [Bool] = []
        var steps = 0
        let first = closure(targets(of: closure([begin]), PatternPart.textStart, &steps), &steps)
        sets[first] = 0
        order.append(first)
        var index = 0
        while index < order.count {
            let set = order[index]
            accepts.append(closure(targets(of: set, PatternPart.textEnd, &steps), &steps).contains(end))
            for start in starts {
                let target = closure(targets(of: set, start, &steps), &steps)
                let known = target.isEmpty ? -1 : sets[target] ?? order.count
                if known == order.count {
                    sets[target] = known
                    order.append(target)
                }
                next.append(Int32(known))
            }
            index += 1
            guard order.count <= SchemaLimits.patternStates, steps <= Self.maximumSteps else { throw tooLarge }
        }
        let automaton = ScalarAutomaton(starts: starts, next: next, start: 0, accepts: accepts)
        guard automaton.distance[0] != nil else {
            throw .unsuitableSchema(place: place, problem: "the pattern fits no text")
        }
        return automaton
    }

    /// The first code points of the stretches within which all code points are alike to the pattern.
    private func partition() -> [UInt32] {
        var starts: Set<UInt32> = [0]
        for edge in edges.joined() {
            for range in edge.ranges where range.lowerBound <= PatternPart.anything.upperBound {
                starts.insert(range.lowerBound)
                if range.upperBound < PatternPart.anything.upperBound { starts.insert(range.upperBound + 1) }
            }
        }
        return starts.sorted()
    }

    private func targets(of states: [Int], _ symbol: UInt32, _ steps: inout Int) -> [Int] {
        var targets: [Int] = []
        for state in states {
            steps += 1
            for edge in edges[state] {
                steps += edge.ranges.count
                if edge.ranges.contains(where: { $0.contains(symbol) }) { targets.append(edge.target) }
            }
        }
        return targets
    }

    private func closure(_ states: [Int]) -> [Int] {
        var steps = 0
        return closure(states, &steps)
    }

    private func closure(_ states: [Int], _ steps: inout Int) -> [Int] {
        var seen = Set(states)
        var open = states
        while let state = open.popLast() {
            steps += 1
            for target in jumps[state] where seen.insert(target).inserted { open.append(target) }
        }
        return seen.sorted()
    }
}
