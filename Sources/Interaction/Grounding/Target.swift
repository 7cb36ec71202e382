/// Something on the screen named in words, and what narrows it down when the words fit in several places.
///
/// `{"text":"File","in_window":"Mousepad","below":"Name","right_of":"Size","nth":2}`, or just `"File"`; or an element,
/// `{"role":"button","name":"Save","state":{"enabled":true}}`; or a small picture of it, `{"image":"save.png"}`. In an
/// assertion, `"roughly":true` takes what only resembles the words.
package struct Target: Hashable, Sendable {
    /// The words, or an element's name; empty where `image` or `role` says it all.
    package var text: String
    /// What kind of element it is.
    package var role: ElementRole?
    /// The state that it is in.
    package var state: StateDemand?
    /// What a field or slider holds, exactly but for white space around it.
    package var value: String?
    /// Words of its value, or of the name of something that it holds.
    package var contains: String?
    /// Part of the title or class of the window that holds it.
    package var inWindow: String?
    /// Words that stand above it, in the same column.
    package var below: String?
    /// Words that stand to its left, in the same row.
    package var rightOf: String?
    /// Which of several in reading order, from 1.
    package var nth: Int?
    /// A PNG file that shows it, looked for in place of the words.
    package var image: String?
    /// Whether an assertion takes what a target of an action may be: another case, parts of words, misread letters.
    package var isRough: Bool
    /// Whether text is typed into it next, so that a label means its field; it follows from the steps, and is not written
    /// down.
    package var isTypedInto = false

    /// Creates a target from its words and what narrows it down.
    package init(
        _ text: String, inWindow: String? = nil, below: String? = nil, rightOf: String? = nil, nth: Int? = nil,
        image: String? = nil, isRough: Bool = false, role: ElementRole? = nil, state: StateDemand? = nil,
        value: String? = nil, contains: String? = nil
    ) {
        self.role = role
        self.state = state
        self.value = value
        self.contains = contains
        self.isRough = isRough
        self.text = text
        self.inWindow = inWindow
        self.below = below
        self.rightOf = rightOf
        self.nth = nth
        self.image = image
    }

    /// Whether words alone do not find it: only what programs tell of their elements does.
    package var needsElements: Bool { role != nil || demandsState }

    /// Whether it says in which state the element is, or what it holds.
    package var demandsState: Bool { state != nil || value != nil || contains != nil }

    /// The same without what it says of the element's state.
    package var inAnyState: Target {
        var target = self
        (target.state, target.value, target.contains) = (nil, nil, nil)
        return target
    }
}

/// How a target in words became one place on the screen.
package struct Grounding: Hashable, Codable, Sendable {
    /// What was looked for.
    package var target: Target
    /// The name of the grounder that found it.
    package var grounder: String
    /// All that was found, in the picture's pixels.
    package var candidates: [Candidate]
    /// The index of the one that was taken.
    package var chosen: Int
    /// The rule that decided: `only`, `exact`, `focused_window`, `nth`, …
    package var rule: String
    /// The element that was taken, where it is more than words that were read.
    package var element: Element?

    /// Creates a grounding; `chosen` is an index into `candidates`.
    package init(
        target: Target, grounder: String, candidates: [Candidate], chosen: Int, rule: String, element: Element? = nil
    ) {
        self.element = element
        self.target = target
        self.grounder = grounder
        self.candidates = candidates
        self.chosen = chosen
        self.rule = rule
    }
}
