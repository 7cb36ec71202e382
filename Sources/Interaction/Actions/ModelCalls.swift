package import Images

/// What a model's answer says to do.
package struct ModelCalls: Hashable, Sendable {
    /// What comes first.
    package enum Request: Hashable, Sendable {
        /// An action whose points lie on the picture that the model saw, or less than a unit of the answer beside it.
        case action(Action<ModelSpace>)
        /// Something that the model wants to be shown before it acts.
        case query(ModelQuery)
    }

    /// The first call.
    package let request: Request
    /// The further calls as the model wrote them, which are not executed.
    package let unexecuted: [String]
    /// How the episode ends, where the answer ends it; the action is then to terminate.
    package let end: ModelEnd?
    /// What the model's provider wants a person to confirm before the action, in words.
    package var concerns: [String] = []

    /// The action that comes first; `nil` where the model asks to be shown something.
    package var action: Action<ModelSpace>? {
        if case .action(let action) = request { action } else { nil }
    }

    /// - Parameters:
    ///   - action: its points lie on the picture that the model saw, or less than a unit of the answer beside it.
    ///   - unexecuted: the calls after it.
    package init(action: Action<ModelSpace>, unexecuted: [String] = []) {
        request = .action(action)
        self.unexecuted = unexecuted
        end = nil
    }

    /// An answer that asks to be shown something; `unexecuted` are the calls after it.
    package init(query: ModelQuery, unexecuted: [String] = []) {
        request = .query(query)
        self.unexecuted = unexecuted
        end = nil
    }

    /// An answer that ends the episode.
    package init(end: ModelEnd) {
        request = .action(.terminate(end.status))
        unexecuted = []
        self.end = end
    }
}

/// What a model can ask to be shown.
package enum ModelQuery: Hashable, Sendable {
    /// The screen as it is now.
    case screenshot
    /// A part of the picture at a higher resolution. Later points still mean the whole picture.
    case zoom(Box<ModelSpace>)
    /// Where the pointer is.
    case pointer
}

/// How a model ends an episode. Reaching a limit is not among these: the episode itself says that.
package enum ModelEnd: Hashable, Sendable {
    case success(answer: String?)
    /// It gives up.
    case failure(reason: String)
    /// It says that what was asked for cannot be done.
    case infeasible(reason: String)
    /// The model, or its provider, does not want to do what was asked for.
    case refusal(reason: String)

    /// What the action says that ends the episode.
    var status: Status {
        if case .success = self { .success } else { .failure }
    }
}
