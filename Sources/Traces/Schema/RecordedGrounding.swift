package import Images
package import Interaction

/// How words became a place.
package struct RecordedGrounding: Hashable, Codable, Sendable {
    var target: RecordedTarget
    var grounder: String
    /// All that was found.
    package var candidates: [RecordedCandidate]
    /// The index of the one that was taken.
    package var chosen: Int
    var rule: String
    /// The element that was acted on; traces of earlier versions have none.
    package var element: RecordedElement?

    init(_ grounding: Grounding) {
        element = grounding.element.map { element in
            let candidates = grounding.candidates
            let box = candidates.indices.contains(grounding.chosen) ? candidates[grounding.chosen].box : nil
            return RecordedElement(element, box: box)
        }
        target = RecordedTarget(grounding.target)
        grounder = grounding.grounder
        candidates = grounding.candidates.map(RecordedCandidate.init)
        chosen = grounding.chosen
        rule = grounding.rule
    }

    /// The grounding as a policy gave it.
    package var restored: Grounding {
        Grounding(
            target: Target(
                target.text, inWindow: target.inWindow, below: target.below, rightOf: target.rightOf, nth: target.nth,
                role: target.role.map { ElementRole(name: $0) }, state: target.demand),
            grounder: grounder,
            candidates: candidates.map {
                Candidate(box: $0.box, point: $0.point, text: $0.text, confidence: $0.confidence, isExact: $0.isExact)
            }, chosen: chosen, rule: rule)
    }
}

/// Something on the screen named in words.
struct RecordedTarget: Hashable, Codable, Sendable {
    var text: String
    var inWindow: String?
    var below: String?
    var rightOf: String?
    var nth: Int?
    /// What kind of element, where the target says; traces of earlier versions have none.
    var role: String?
    var states: [String]?

    init(_ target: Target) {
        role = target.role?.name
        states = target.state.map { $0.present.names + $0.absent.names.map { "!\($0)" } }
        text = target.text
        inWindow = target.inWindow
        below = target.below
        rightOf = target.rightOf
        nth = target.nth
    }

    private enum CodingKeys: String, CodingKey {
        case text, below, nth, role, states
        case inWindow = "in_window"
        case rightOf = "right_of"
    }
}

extension RecordedTarget {
    fileprivate var demand: StateDemand? {
        states.map { names in
            StateDemand(
                present: ElementStates(names.compactMap { ElementStates(name: $0) }),
                absent: ElementStates(
                    names.filter { $0.hasPrefix("!") }.compactMap { ElementStates(name: String($0.dropFirst())) }))
        }
    }
}

/// The element that an action was meant for.
package struct RecordedElement: Hashable, Codable, Sendable {
    package var role: String
    package var name: String
    /// Where it stood, in the screenshot's pixels.
    package var box: Box<ImageSpace>?
    /// Where the knowledge of it came from, such as `accessibility`.
    package var sources: [String]

    init(_ element: Element, box: Box<ImageSpace>?) {
        role = element.role.name
        name = element.name
        self.box = box
        sources = element.sources.names
    }
}

/// Something that a grounder found, in the screenshot's pixels.
package struct RecordedCandidate: Hashable, Codable, Sendable {
    /// Where it lies.
    package var box: Box<ImageSpace>
    var point: Point<ImageSpace>
    package var text: String
    var confidence: Double
    var isExact: Bool

    init(_ candidate: Candidate) {
        box = candidate.box
        point = candidate.point
        text = candidate.text
        confidence = candidate.confidence
        isExact = candidate.isExact
    }

    private enum CodingKeys: String, CodingKey {
        case box, point, text, confidence
        case isExact = "exact"
    }
}
