import QwenVL

/// What is kept of the last conversations, so that the next turn of one is read from where it goes on, and a new one that
/// begins as an earlier one did from where the two part.
final class ConversationPool {
    private let maximum: Int
    /// Those that nobody uses, the most recently used last.
    private var entries: [(messages: [String], conversation: Conversation)] = []

    /// - Parameter maximum: of conversations.
    init(maximum: Int) { self.maximum = maximum }

    /// The conversation to answer `messages` in, which then belongs to the caller: the one that they continue, or a copy of the
    /// one with the longest common prefix.
    func take(for messages: [String]) -> Conversation {
        let shared = entries.map { entry in zip(entry.messages, messages).prefix { $0 == $1 }.count }
        guard let best = shared.indices.max(by: { shared[$0] < shared[$1] }), shared[best] > 0 else {
            return Conversation()
        }
        if shared[best] == entries[best].messages.count { return entries.remove(at: best).conversation }
        return entries[best].conversation.copy()
    }

    /// Keeps a conversation for the next who continues it, and forgets the one that was not used for longest.
    func give(_ conversation: Conversation, for messages: [String]) {
        entries.append((messages, conversation))
        if entries.count > maximum { entries.removeFirst() }
    }
}
