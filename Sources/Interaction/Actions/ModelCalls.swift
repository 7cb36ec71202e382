package import Images

/// What a model's answer says to do.
package struct ModelCalls: Hashable, Sendable {
    /// The first call.
    package let action: Action<ModelSpace>
    /// The further calls as the model wrote them, which are not executed.
    package let unexecuted: [String]

    /// - Parameters:
    ///   - action: its points lie on the picture that the model saw, or less than a pixel beside it.
    ///   - unexecuted: the calls after it.
    package init(action: Action<ModelSpace>, unexecuted: [String]) {
        self.action = action
        self.unexecuted = unexecuted
    }
}
