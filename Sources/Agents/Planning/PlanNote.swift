package import Images

/// Where a run stands in its plan when it decides, for the record.
package struct PlanNote: Hashable, Sendable {
    /// What there is to note.
    package enum Kind: Hashable, Sendable {
        /// The step that is due, with its values filled in, as JSON.
        case step(String)
        /// A value that was read, and where on the picture it stands.
        case read(value: String, text: String, box: Box<ImageSpace>)
        /// The branch that was chosen, `then` or `else`, and why.
        case branch(String, reason: String)
    }

    /// The number of the plan's step.
    package var step: Int
    /// What there is to note of it.
    package var kind: Kind

    /// Creates a note about a step of the plan.
    package init(step: Int, _ kind: Kind) {
        self.step = step
        self.kind = kind
    }
}
