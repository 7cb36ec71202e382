/// A stretch of an answer.
enum AnswerPart: Sendable {
    case literal([UInt8])
    /// White space, which may be left out; `usual` is what the model writes.
    case space(default: [UInt8])
    /// The value that the schema describes.
    case value
    case prose(Prose)

    /// Free text up to a mark with which the next part begins, and which belongs to this one.
    struct Prose: Sendable {
        let mark: [UInt8]
        /// Bytes that the text may not hold, because readers take what follows for more than text.
        let refused: Set<UInt8>
        /// How many bytes of the mark may turn out to be text.
        let loose: Int
        /// What may follow those; anything where `nil`.
        let afterLoose: Set<UInt8>?
    }
}

/// A part of an answer while it is written.
struct PartState: Equatable {
    let sequence: Int32
    var index: Int32
    /// How much of a literal or of a mark is written.
    var offset: Int32 = 0
    var space = SpaceRun()
    /// A character of prose that is begun.
    var lexer = StringLexer()
    /// Prose that must come to its mark now.
    var isClosing = false

    init(sequence: Int32, index: Int32) {
        self.sequence = sequence
        self.index = index
    }

    var next: PartState { PartState(sequence: sequence, index: index + 1) }
}
