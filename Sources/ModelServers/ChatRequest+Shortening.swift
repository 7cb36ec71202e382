import Images
import Models

extension ChatRequest {
    var hasPictures: Bool { turns.contains { $0.pictureCount > 0 } }

    /// The request without its oldest picture, in whose place stands that it is no longer shown; `nil` where there are not
    /// two. The screenshot that a `computer_call` is answered with cannot be left out.
    var withoutOldestPicture: ChatRequest? {
        guard turns.map(\.pictureCount).reduce(0, +) > 1 else { return nil }
        for (index, turn) in turns.enumerated() {
            guard let shorter = turn.withoutOldestPicture else { continue }
            var request = self
            request.turns[index] = shorter
            return request
        }
        return nil
    }
}

extension ChatTurn {
    fileprivate var pictureCount: Int {
        switch self {
        case .system, .assistant: 0
        case .user(let parts): parts.pictureCount
        case .results(let results, let parts): results.map(\.content.pictureCount).reduce(0, +) + parts.pictureCount
        }
    }

    fileprivate var withoutOldestPicture: ChatTurn? {
        switch self {
        case .system, .assistant: return nil
        case .user(let parts): return parts.withoutOldestPicture.map(ChatTurn.user)
        case .results(var results, let parts):
            for index in results.indices where results[index].name != ResponsesWire.computer {
                guard let shorter = results[index].content.withoutOldestPicture else { continue }
                results[index].content = shorter
                return .results(results, parts)
            }
            return parts.withoutOldestPicture.map { .results(results, $0) }
        }
    }
}

extension [ChatPart] {
    fileprivate var pictureCount: Int { count { $0.isPicture } }

    fileprivate var withoutOldestPicture: [ChatPart]? {
        guard let index = firstIndex(where: \.isPicture) else { return nil }
        var parts = self
        parts[index] = .text("(This screenshot is no longer shown.)")
        return parts
    }
}

extension ChatPart {
    fileprivate var isPicture: Bool { if case .picture = self { true } else { false } }
}
