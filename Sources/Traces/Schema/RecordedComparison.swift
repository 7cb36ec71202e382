package import Images

/// How the screens of a replay are compared with the recorded ones: a rule for all steps, and rules for single ones.
package struct RecordedComparison: Hashable, Codable, Sendable {
    /// Holds for every step.
    package var everywhere: ComparisonRule
    /// What holds for single steps besides, by their numbers.
    package private(set) var steps: [String: ComparisonRule]

    /// Creates a comparison.
    package init(everywhere: ComparisonRule = ComparisonRule(), steps: [String: ComparisonRule] = [:]) {
        self.everywhere = everywhere
        self.steps = steps
    }

    /// The rule of one step alone, or with `nil` the one for all steps.
    package subscript(step: Int?) -> ComparisonRule {
        get { step.map { steps["\($0)"] ?? ComparisonRule() } ?? everywhere }
        set {
            guard let step else { return everywhere = newValue }
            steps["\(step)"] = newValue.isEmpty ? nil : newValue
        }
    }

    /// What holds for a step: its own rule, and where that says nothing, the one for all.
    package func rule(for step: Int) -> ComparisonRule { everywhere.overridden(by: self[step]) }

    /// Whether nothing is said.
    package var isEmpty: Bool { everywhere.isEmpty && steps.isEmpty }

    private enum CodingKeys: String, CodingKey { case steps }

    package init(from decoder: any Decoder) throws {
        everywhere = try ComparisonRule(from: decoder)
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        steps = try fields.decodeIfPresent([String: ComparisonRule].self, forKey: .steps) ?? [:]
    }

    package func encode(to encoder: any Encoder) throws {
        try everywhere.encode(to: encoder)
        var fields = encoder.container(keyedBy: CodingKeys.self)
        if !steps.isEmpty { try fields.encode(steps, forKey: .steps) }
    }
}

/// What of two screens is compared.
package enum ComparisonMode: String, Hashable, Codable, Sendable, CaseIterable {
    /// Every pixel, as people see colours.
    case pixels
    /// What programs tell of their elements: roles, names and states, not places; themes and fonts may differ.
    case elements
    /// The words that are read on the screen, not their places.
    case text
}

/// How a screen is compared; what is `nil` is left to the command line and its defaults.
package struct ComparisonRule: Hashable, Codable, Sendable {
    /// Parts of the screen that are not compared, such as a clock.
    package var ignored: [Box<ScreenSpace>]
    /// The only parts of the screen that are compared; `nil` for all.
    package var only: [Box<ScreenSpace>]?
    package var mode: ComparisonMode?
    /// From 0 to 1: how far two colours may lie apart and look the same.
    package var threshold: Double?
    /// How many pixels may look different.
    package var allowedPixels: Int?
    /// How long the screen may take to look like the recorded one, in seconds.
    package var patience: Double?
    /// How long it may take to come: seconds such as `5`, or a factor such as `3x`.
    package var budget: String?

    /// Creates a rule that says nothing.
    package init(ignored: [Box<ScreenSpace>] = []) { self.ignored = ignored }

    /// Whether it says nothing.
    package var isEmpty: Bool { self == ComparisonRule() }

    /// Both together; where both say something, the other. Parts that are ignored add up.
    package func overridden(by other: ComparisonRule) -> ComparisonRule {
        var rule = ComparisonRule(ignored: ignored + other.ignored)
        rule.only = other.only ?? only
        rule.mode = other.mode ?? mode
        rule.threshold = other.threshold ?? threshold
        rule.allowedPixels = other.allowedPixels ?? allowedPixels
        rule.patience = other.patience ?? patience
        rule.budget = other.budget ?? budget
        return rule
    }

    private enum CodingKeys: String, CodingKey {
        case ignored, only, mode, threshold, patience, budget
        case allowedPixels = "allowed_pixels"
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        ignored = try fields.decodeIfPresent([Box<ScreenSpace>].self, forKey: .ignored) ?? []
        only = try fields.decodeIfPresent([Box<ScreenSpace>].self, forKey: .only)
        mode = try fields.decodeIfPresent(ComparisonMode.self, forKey: .mode)
        threshold = try fields.decodeIfPresent(Double.self, forKey: .threshold)
        allowedPixels = try fields.decodeIfPresent(Int.self, forKey: .allowedPixels)
        patience = try fields.decodeIfPresent(Double.self, forKey: .patience)
        budget = try fields.decodeIfPresent(String.self, forKey: .budget)
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        if !ignored.isEmpty { try fields.encode(ignored, forKey: .ignored) }
        try fields.encodeIfPresent(only, forKey: .only)
        try fields.encodeIfPresent(mode, forKey: .mode)
        try fields.encodeIfPresent(threshold, forKey: .threshold)
        try fields.encodeIfPresent(allowedPixels, forKey: .allowedPixels)
        try fields.encodeIfPresent(patience, forKey: .patience)
        try fields.encodeIfPresent(budget, forKey: .budget)
    }
}
