import Interaction

/// The values that a plan has read so far.
package struct PlanValues: Hashable, Sendable {
    private let plan: Plan
    private var texts: [String: String] = [:]

    /// Nothing of a plan's values is read yet.
    package init(_ plan: Plan) { self.plan = plan }

    /// Takes what was read for a value.
    ///
    /// - Returns: why it cannot be that value; `nil` when it is taken.
    package mutating func take(_ text: String, as name: String) -> String? {
        guard let value = plan.value(named: name) else { return "the plan declares no such value" }
        if let fault = value.fault(of: text) { return fault }
        texts[name] = text
        return nil
    }

    /// A step with its values filled in, the first of them that may not be typed in a terminal, and the first that was not read.
    package func fill(_ step: ScriptStep) -> (step: ScriptStep, textOnly: String?, missing: String?) {
        let names = step.placeholders.filter { !$0.isSecret }.map(\.name)
        let textOnly = names.first { name in plan.value(named: name)?.uses.contains(.command) == false }
        let filled = step.mapText { Placeholder.fill($0, with: texts) }
        return (filled, textOnly, names.first { texts[$0] == nil })
    }

    /// The text that was read for a value.
    package subscript(name: String) -> String? { texts[name] }
}
