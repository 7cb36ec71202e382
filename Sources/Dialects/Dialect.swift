package import Images
package import Interaction
package import Models

/// What a model family is told, how it answers, and in which coordinates.
///
/// A file for each family holds its dialects; ``all`` lists them. A trace names the dialect of each answer, so that it can
/// be read again as it was meant.
package struct Dialect: Sendable {
    /// As options and traces name it.
    package let name: String
    /// What the model is told before the conversation.
    package var system = "You are a helpful assistant."
    /// What the user says beside the first picture, for an instruction.
    package let words: @Sendable (_ instruction: String) -> String
    /// Whether a picture comes before the words beside it.
    package var beginsWithPicture = false
    /// JSON signatures of the functions that may be called, for pictures that the model sees at a size.
    package let tools: @Sendable (_ picture: Size<ModelSpace>) -> [String]
    /// What an answer is held to, for pictures of that size and a maximum number of tokens of reasoning.
    package var form: @Sendable (_ picture: Size<ModelSpace>, _ reasoning: Int) -> ChatForm = { _, _ in .free }
    /// What an answer is made to begin with.
    package var opening = ""
    /// What the numbers of an answer measure.
    package var coordinates = AnswerCoordinates.pixels
    /// Reads a whole answer, its opening included: the first call with its points in pixels of the picture that the model
    /// saw, and the further calls as they are written.
    package let read: @Sendable (_ answer: String, _ picture: Size<ModelSpace>) throws -> ModelCalls
    /// An action as the model would ask for it, its points in pixels of the picture that it sees.
    package let call: @Sendable (_ action: Action<ModelSpace>) -> String
}
