import QwenVL

/// What is kept of the last conversations, so that the next turn of one is read from where it goes on.
final class ConversationPool {
    private let maximum: Int
    /// The most recently used last.
    private var entries: [(messages: [String], conversation: Conversation)] = []

    /// - Parameter maximum: of conversations.
    init(maximum: Int) { self.maximum = maximum }

    /// The conversation to answer `messages` in: the one with the longest common prefix, if `messages` continue it or the pool
    /// is full.
    func conversation(for messages: [String]) -> Conversation {
        let shared = entries.map { entry in zip(entry.messages, messages).prefix { $0 == $1 }.count }
        let best = shared.indices.max { shared[$0] < shared[$1] }
        var conversation = Conversation()
        if let best, shared[best] > 0, shared[best] == entries[best].messages.count || entries.count >= maximum {
            conversation = entries.remove(at: best).conversation
        } else if entries.count >= maximum {
            entries.removeFirst()
        }
        entries.append((messages, conversation))
        return conversation
    }
}
