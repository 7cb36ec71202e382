import Images
import JSON

extension ChatRequest: CustomStringConvertible {
    /// The request as JSON for a trace, with pictures as the names of their frames.
    package var description: String {
        func text(_ text: String) -> JSON { JSON(.string(text)) }
        func object(_ members: [(String, JSON)]) -> JSON {
            JSON(.object(members.map { JSONMember($0.0, $0.1) }))
        }
        let messages = turns.map { turn in
            switch turn {
            case .system(let words): object([("role", text("system")), ("content", text(words))])
            case .assistant(let reply): object([("role", text("assistant")), ("content", text(reply.text))])
            case .user(let parts):
                object([
                    ("role", text("user")),
                    (
                        "content",
                        JSON(
                            .array(
                                parts.map { part in
                                    switch part {
                                    case .text(let words): object([("text", text(words))])
                                    case .picture(let image):
                                        object([("image", text(FrameName(of: image).description))])
                                    }
                                }))
                    ),
                ])
            }
        }
        return object([("messages", JSON(.array(messages))), ("tools", JSON(.array(tools.map(text))))]).text
    }
}
