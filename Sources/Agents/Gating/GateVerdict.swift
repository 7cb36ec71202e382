/// Whether an action may be executed, and the rule that says so.
package struct GateVerdict: Hashable, Codable, Sendable {
    package var allowed: Bool
    /// The rule in words, as the user is told.
    package var rule: String

    package init(allowed: Bool, rule: String) {
        self.allowed = allowed
        self.rule = rule
    }
}
