/// Something on the screen named in words, and what narrows it down when the words fit in several places.
///
/// `{"text":"File","in_window":"Mousepad","below":"Name","right_of":"Size","nth":2}`, or just `"File"`; or a small
/// picture of it, `{"image":"save.png"}`. In an assertion, `"roughly":true` takes what only resembles the words.
package struct Target: Hashable, Sendable {
    /// The words; empty where `image` says it all.
    package var text: String
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

    /// Creates a target from its words and what narrows it down.
    package init(
        _ text: String, inWindow: String? = nil, below: String? = nil, rightOf: String? = nil, nth: Int? = nil,
        image: String? = nil, isRough: Bool = false
    ) {
        self.isRough = isRough
        self.text = text
        self.inWindow = inWindow
        self.below = below
        self.rightOf = rightOf
        self.nth = nth
        self.image = image
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

    /// Creates a grounding; `chosen` is an index into `candidates`.
    package init(target: Target, grounder: String, candidates: [Candidate], chosen: Int, rule: String) {
        self.target = target
        self.grounder = grounder
        self.candidates = candidates
        self.chosen = chosen
        self.rule = rule
    }
}
