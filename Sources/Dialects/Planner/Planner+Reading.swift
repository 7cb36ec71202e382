package import Images
package import Interaction
package import Models

extension Planner {
    /// What an answer says.
    package enum Reading: Hashable, Sendable {
        case step(PlannerStep)
        /// The model, or its provider, does not want to do what was asked for; why.
        case refusal(String)
    }

    /// The text of a reply as a trace keeps it and ``read(_:)`` reads it.
    package static func text(of reply: ChatReply) -> String { Dialect.json.text(of: reply) }

    /// Reads a text that ``text(of:)`` gave.
    ///
    /// - Throws: ``PlannerAnswerError`` for a text that means no action.
    package static func read(_ text: String) throws(PlannerAnswerError) -> Reading {
        if let reason = ReplyText.refusal(in: text) { return .refusal(reason) }
        return .step(try PlannerStep(text))
    }

    /// Reads a recorded text again, with its places where they were found then.
    ///
    /// - Parameter recorded: the action of the record.
    /// - Throws: ``PlannerAnswerError`` for a text that means no action, or one with other places.
    package static func calls(
        in text: String, placedAs recorded: Action<ModelSpace>?
    ) throws(PlannerAnswerError) -> ModelCalls {
        switch try read(text) {
        case .refusal(let reason): return ModelCalls(end: .refusal(reason: reason))
        case .step(let step):
            let points = recorded?.points ?? []
            let found = step.places.count == 1 ? Array(points.suffix(1)) : points
            guard let action = step.action(at: found) else {
                throw .unsuitable("\(step.places.count) places were found where \(found.count) are named")
            }
            return ModelCalls(action: action, unexecuted: step.unexecuted)
        }
    }
}
