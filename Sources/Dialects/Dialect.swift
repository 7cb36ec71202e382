package import Images
package import Interaction
package import JSON
package import Models

/// What a model family is told, how it answers, in which coordinates, and what of an episode it is shown.
///
/// A file for each family holds its dialects; ``all`` lists them. A trace names the dialect of each answer, so that it can
/// be read again as it was meant. A dialect knows no server: any ``ChatModel`` can be asked in it.
package struct Dialect: Sendable {
    /// As options and traces name it.
    package let name: String
    /// Parts of the names of the models that speak it, in lower case with hyphens.
    var models: [String] = []
    /// What the model is told before the conversation, for pictures that it sees at a size; empty for nothing.
    package var system: @Sendable (_ picture: Size<ModelSpace>) -> String = { _ in "You are a helpful assistant." }
    /// What the user says beside the first picture, for an instruction.
    package let words: @Sendable (_ instruction: String) -> String
    /// Whether a picture comes before the words beside it.
    package var beginsWithPicture = false
    /// JSON signatures of the functions that may be called, for pictures that the model sees at a size.
    package var tools: @Sendable (_ picture: Size<ModelSpace>) -> [String] = { _ in [] }
    /// What a server has to be told of the tool that it offers itself.
    package var hosted: HostedTool?
    /// What an answer is held to, for pictures of that size and a maximum number of tokens of reasoning.
    package var form: @Sendable (_ picture: Size<ModelSpace>, _ reasoning: Int) -> ChatForm = { _, _ in .free }
    /// What an answer is made to begin with.
    package var opening = ""
    /// What the numbers of an answer measure.
    package var coordinates = AnswerCoordinates.pixels
    /// The size at which a picture is sent, so that a server that resizes by the family's own rule leaves it as it is.
    package var sizing = PictureRule.unchanged
    /// What of an episode the model is shown.
    package var history = HistoryPolicy.conversation(pictures: 3)
    /// How tokens are chosen, as the family advises.
    package var sampling = ChatSampling.published
    /// The maximum number of tokens of an answer; the model's own when `nil`.
    package var maximumTokens: Int?
    /// Whether it only names places: it is asked for one click, and can neither type nor end an episode.
    package var onlyPoints = false
    /// Reads a whole answer that is no refusal, as ``read`` does.
    let reading: AnswerReader
    /// An action as the model would ask for it, its points in pixels of the picture that it sees; `nil` for an action that
    /// the dialect cannot express.
    package let call: @Sendable (_ action: Action<ModelSpace>, _ picture: Size<ModelSpace>) -> String?

    /// Reads a whole answer about a picture of a size.
    package typealias AnswerReader = @Sendable (_ answer: String, _ picture: Size<ModelSpace>) throws -> ModelCalls

    /// Reads a whole answer, its opening included: what comes first with its points in pixels of the picture that the model
    /// saw, and the further calls as they are written.
    ///
    /// - Throws: ``ActionTextError`` for an answer that means no action.
    package var read: AnswerReader {
        { [reading] answer, picture in
            if let refusal = ReplyText.refusal(in: answer) { return ModelCalls(end: .refusal(reason: refusal)) }
            return try reading(answer, picture)
        }
    }

    /// The size at which a picture is sent to a model that does not resize it itself.
    ///
    /// - Throws: ``PictureRuleError`` for a picture that no model of the family can see.
    package func pictureSize(for size: Size<ImageSpace>) throws(PictureRuleError) -> Size<ModelSpace> {
        try sizing.size(for: size)
    }

    /// The text of a reply as a trace keeps it and ``read`` reads it: what the model wrote, with the calls that the server
    /// reports apart from it.
    package func text(of reply: ChatReply) -> String {
        if let refusal = reply.refusalText { return ReplyText.refusal(refusal) }
        return hosted == nil ? ReplyText.joined(reply) : ReplyText.record(of: reply)
    }

    /// The reply of a text that ``text(of:)`` gave, with what a server needs to get back.
    package func reply(of text: String) -> ChatReply {
        (hosted == nil ? nil : ReplyText.reply(recordedAs: text)) ?? ChatReply(text: text)
    }
}

/// What a server has to be told of a tool that it offers itself, such as OpenAI's `computer`.
package struct HostedTool: Sendable {
    /// Entries of the request's list of tools, for pictures that the model sees at a size.
    package let entries: @Sendable (_ picture: Size<ModelSpace>) -> [JSON]
    /// Additional members of the request.
    package var members: [JSONMember] = []
    /// Additional headers of the request.
    package var headers: [String: String] = [:]
    /// Additional members of the result of a call, given its arguments, and whether a person confirmed its safety checks.
    var resultMembers: @Sendable (_ call: ChatCall, _ isConfirmed: Bool) -> [JSONMember] = { _, _ in [] }
    /// Whether a result may hold words beside its picture.
    var resultsHoldText = true
}

extension ChatReply {
    /// Why the model or its server refuses; `nil` where neither does.
    fileprivate var refusalText: String? {
        if let refusal, !refusal.isEmpty { return refusal }
        return finish == .refusal ? (text.isEmpty ? "no reason was given" : text) : nil
    }
}
