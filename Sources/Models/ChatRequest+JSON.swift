import Images
import JSON

extension ChatRequest: CustomStringConvertible {
    /// The request as JSON for a trace, with pictures as the names of their frames.
    package var description: String {
        JSON.object(["messages": .list(turns.map(\.json)), "tools": .list(tools.map(JSON.text))]).text
    }
}

extension ChatTurn {
    fileprivate var json: JSON {
        switch self {
        case .system(let words): .object(["role": .text("system"), "content": .text(words)])
        case .assistant(let reply): .object(["role": .text("assistant"), "content": .text(reply.text)])
        case .user(let parts): .object(["role": .text("user"), "content": .list(parts.map(\.json))])
        case .results(let results, let parts):
            .object(["role": .text("user"), "content": .list(results.map(\.json) + parts.map(\.json))])
        }
    }
}

extension ChatCallResult {
    fileprivate var json: JSON {
        .object(["call": .text(id), "name": .text(name), "content": .list(content.map(\.json))])
    }
}

extension ChatPart {
    fileprivate var json: JSON {
        switch self {
        case .text(let words): .object(["text": .text(words)])
        case .picture(let image): .object(["image": .text(FrameName(of: image).description)])
        }
    }
}
