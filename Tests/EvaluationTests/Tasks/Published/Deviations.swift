import Interaction

extension Deviation {
    /// All of them; one that no case shows any more is an error.
    static let all: [Deviation] = []
}
