package import Images
import JSON

/// A model that reads pictures and answers with text: in this process, or behind a server.
package protocol ChatModel: Sendable {
    /// A short name with what identifies it, such as `qwen:/models/3b`.
    var name: String { get }

    /// The size at which it sees a picture of `size`, in whose pixels it names places.
    ///
    /// - Throws: what says why no model can see such a picture.
    func pictureSize(for size: Size<ImageSpace>) throws -> Size<ModelSpace>

    /// Answers the last turn.
    ///
    /// - Throws: `CancellationError` within a tenth of a second once the task is cancelled, and what keeps the model from
    ///   answering.
    func answer(_ request: ChatRequest) async throws -> ChatReply

    /// What tells it from other models, and how it answers, for the record of an evaluation.
    var identity: [String: String] { get }

    /// Whether an answer goes on after ``ChatRequest/opening``; a model that does not gives the whole answer itself.
    var continuesOpenings: Bool { get }
}

extension ChatModel {
    /// Empty.
    package var identity: [String: String] { [:] }
    /// It does.
    package var continuesOpenings: Bool { true }
}
