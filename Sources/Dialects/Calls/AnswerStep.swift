import Images
import Interaction

/// What one call of an answer means.
enum AnswerStep: Hashable {
    case action(Action<ModelSpace>)
    case query(ModelQuery)
    case end(ModelEnd)

    /// Several actions that one call stands for.
    static func actions(_ actions: [Action<ModelSpace>]) -> AnswerStep {
        .action(actions.count == 1 ? actions[0] : .batch(actions))
    }
}

extension ModelCalls {
    /// The most actions of one batch.
    private static let most = 100

    /// What the calls of one answer mean together, in their order, each with its text.
    ///
    /// The actions before the first call that is none become one batch. A screenshot between actions is left out, since
    /// every batch is followed by one.
    ///
    /// - Throws: ``ActionTextError/noCall`` where there is none.
    init(_ steps: [(step: AnswerStep, text: String)]) throws(ActionTextError) {
        guard let first = steps.first else { throw .noCall }
        switch first.step {
        case .end(let end): self.init(end: end)
        case .query(.screenshot) where steps.contains(where: { $0.step.isAction }):
            try self.init(Array(steps.dropFirst()))
        case .query(let query): self.init(query: query, unexecuted: steps.dropFirst().map(\.text))
        case .action(let action): self.init(first: action, steps)
        }
    }

    private init(first: Action<ModelSpace>, _ steps: [(step: AnswerStep, text: String)]) {
        guard first.isForBatches else {
            self.init(action: first, unexecuted: steps.dropFirst().map(\.text))
            return
        }
        var (batch, count) = ([Action<ModelSpace>](), 0)
        for (step, _) in steps {
            if case .action(let action) = step, action.isForBatches, batch.count + action.members.count <= Self.most {
                batch += action.members
            } else if step != .query(.screenshot) {
                break
            }
            count += 1
        }
        self.init(
            action: batch.count == 1 ? batch[0] : .batch(batch), unexecuted: steps.dropFirst(count).map(\.text))
    }
}

extension AnswerStep {
    fileprivate var isAction: Bool {
        if case .action = self { true } else { false }
    }
}

extension Action {
    /// Whether a batch can hold it, or its members.
    fileprivate var isForBatches: Bool {
        switch self {
        case .answer, .terminate: false
        default: true
        }
    }
}
