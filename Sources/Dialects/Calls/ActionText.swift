package import Images
package import Interaction

/// What a model's answer says to do: its first call as an action, and the calls after it, which are not executed.
///
/// Calls are taken bare, inside `<tool_call>`, inside a code fence and after reasoning; as
/// `{"name":"computer_use","arguments":{…}}`, as the arguments alone, and as `point_2d` or `bbox_2d`, of which the
/// point or the centre is clicked. Single quotes, trailing commas and missing closing brackets are made good. Nothing
/// else is: an answer that is cut off, or whose call does not fit, is an error.
package struct ActionText: Hashable, Sendable {
    /// The first call. Its points lie on the picture, or less than a pixel beside it.
    package let action: Action<ModelSpace>
    /// The further calls as the model wrote them.
    package let unexecuted: [String]

    /// How many bytes of an answer are read.
    static let longest = 1 << 20

    /// - Parameters:
    ///   - answer: the whole text that the model gave.
    ///   - picture: the size of the picture that the model saw.
    package init(_ answer: String, picture: Size<ModelSpace>) throws(ActionTextError) {
        try self.init(answer, picture: picture, tool: .computerUse)
    }

    /// The same for the calls of another tool.
    init(_ answer: String, picture: Size<ModelSpace>, tool: CallTool) throws(ActionTextError) {
        let bytes = Array(answer.utf8)
        guard bytes.count <= Self.longest else { throw .tooLong(bytes: bytes.count, limit: Self.longest) }
        var scanner = CallScanner(bytes)
        let calls = try scanner.calls()
        guard let first = calls.first else { throw .noCall }
        let action = try first.action(of: tool)
        try action.lies(on: picture)
        self.action = action
        unexecuted = calls.dropFirst().map(\.text)
    }
}
