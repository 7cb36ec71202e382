/// Something on the screen named in words, and what narrows it down when the words fit in several places.
///
/// `{"text":"File","in_window":"Mousepad","below":"Name","right_of":"Size","nth":2}`, or just `"File"`.
package struct Target: Hashable, Sendable {
    package var text: String
    /// Part of the title or class of the window that holds it.
    package var inWindow: String?
    /// Words that stand above it, in the same column.
    package var below: String?
    /// Words that stand to its left, in the same row.
    package var rightOf: String?
    /// Which of several in reading order, from 1.
    package var nth: Int?

    package init(
        _ text: String, inWindow: String? = nil, below: String? = nil, rightOf: String? = nil, nth: Int? = nil
    ) {
        self.text = text
        self.inWindow = inWindow
        self.below = below
        self.rightOf = rightOf
        self.nth = nth
    }
}

/// How a target in words became one place on the screen.
package struct Grounding: Hashable, Codable, Sendable {
    package var target: Target
    package var grounder: String
    /// All that was found, in the picture's pixels.
    package var candidates: [Candidate]
    /// The index of the one that was taken.
    package var chosen: Int
    /// The rule that decided: `only`, `exact`, `focused_window`, `nth`, …
    package var rule: String

    package init(target: Target, grounder: String, candidates: [Candidate], chosen: Int, rule: String) {
        self.target = target
        self.grounder = grounder
        self.candidates = candidates
        self.chosen = chosen
        self.rule = rule
    }
}

extension Target: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case text, below, nth
        case inWindow = "in_window"
        case rightOf = "right_of"
    }

    package init(from decoder: any Decoder) throws {
        if let words = try? decoder.singleValueContainer().decode(String.self) {
            self.init(words)
            return
        }
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            try fields.decode(String.self, forKey: .text),
            inWindow: try fields.decodeIfPresent(String.self, forKey: .inWindow),
            below: try fields.decodeIfPresent(String.self, forKey: .below),
            rightOf: try fields.decodeIfPresent(String.self, forKey: .rightOf),
            nth: try fields.decodeIfPresent(Int.self, forKey: .nth))
    }

    package func encode(to encoder: any Encoder) throws {
        guard (inWindow, below, rightOf, nth) != (nil, nil, nil, nil) else {
            var words = encoder.singleValueContainer()
            try words.encode(text)
            return
        }
        var fields = encoder.container(keyedBy: CodingKeys.self)
        try fields.encode(text, forKey: .text)
        try fields.encodeIfPresent(inWindow, forKey: .inWindow)
        try fields.encodeIfPresent(below, forKey: .below)
        try fields.encodeIfPresent(rightOf, forKey: .rightOf)
        try fields.encodeIfPresent(nth, forKey: .nth)
    }
}
