/// What differs between two steps that stand in each other's place.
struct StepDifference {
    private(set) var pair: TraceDifference.Pair
    /// Pixels by which the same action may point elsewhere.
    private static let reach = 8.0
    private static let maximumChanges = 6

    init(_ one: RecordedStep?, _ other: RecordedStep?) {
        pair = TraceDifference.Pair(one: one, other: other)
        guard let one, let other else {
            pair.differences = ["only one run has it"]
            pair.matters = true
            return
        }
        let grave = Self.doings(one, other) + Self.screens(one, other)
        pair.matters = !grave.isEmpty
        pair.differences = grave + Self.places(one, other)
    }

    private static func doings(_ one: RecordedStep, _ other: RecordedStep) -> [String] {
        var words: [String] = []
        if one.title != other.title { words.append("A decided \(one.title), B decided \(other.title)") }
        if one.gate?.allowed != other.gate?.allowed {
            words.append("the gate \(verdict(one.gate)) in A and \(verdict(other.gate)) in B")
        }
        if one.failure != other.failure {
            words.append("carried out: \(one.failure ?? "yes") in A, \(other.failure ?? "yes") in B")
        }
        if let then = one.decision?.assertion, let now = other.decision?.assertion, then.holds != now.holds {
            words.append("the assertion \(then.holds ? "holds" : "fails") in A: \(then.detail); in B: \(now.detail)")
        }
        return words
    }

    private static func verdict(_ gate: GatedEvent?) -> String {
        gate.map { $0.allowed ? "allowed it" : "refused it (\($0.rule))" } ?? "was not asked"
    }

    /// What windows and elements say otherwise on the screens on which was decided.
    private static func screens(_ one: RecordedStep, _ other: RecordedStep) -> [String] {
        let (then, now) = (titles(one), titles(other))
        var words = then.subtracting(now).sorted().map { "only A has the window '\($0)'" }
        words += now.subtracting(then).sorted().map { "only B has the window '\($0)'" }
        guard let old = one.elements, let new = other.elements else { return words }
        let changes = ElementChanges.all(from: old, to: new).filter(\.isStructural).map(\.description)
        let more = changes.count - maximumChanges
        return words + changes.prefix(maximumChanges).map { "from A to B, \($0)" }
            + (more > 0 ? ["\(more) more elements differ"] : [])
    }

    private static func titles(_ step: RecordedStep) -> Set<String> {
        Set(
            (step.before?.windows ?? []).filter { $0.isTooltip != true }.map {
                $0.title.isEmpty ? $0.className : $0.title
            })
    }

    private static func places(_ one: RecordedStep, _ other: RecordedStep) -> [String] {
        var words: [String] = []
        if let then = one.action?.coordinate, let now = other.action?.coordinate, then.count == 2, now.count == 2,
            max(abs(then[0] - now[0]), abs(then[1] - now[1])) > reach
        {
            words.append("at (\(Int(then[0])), \(Int(then[1]))) in A and (\(Int(now[0])), \(Int(now[1]))) in B")
        }
        if one.before?.frame != other.before?.frame { words.append("the pixels of the screens differ") }
        return words
    }
}
