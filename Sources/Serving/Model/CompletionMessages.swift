import Foundation
import JSON
import QwenVL

/// The messages of a request.
struct CompletionMessages {
    private(set) var turns: [RequestTurn] = []
    /// Each message as text.
    private(set) var texts: [String] = []

    /// - Throws: ``CompletionFault``.
    init(_ json: JSON?) throws {
        guard let items = json?.items, !items.isEmpty else {
            throw CompletionFault.request("expected a list of messages", "messages")
        }
        guard items.count <= 2000 else { throw CompletionFault.request("there are too many messages", "messages") }
        for (index, message) in items.enumerated() {
            do {
                turns.append(try Self.turn(message))
            } catch let fault as CompletionFault {
                throw CompletionFault.request("messages[\(index)]: \(fault.message)", "messages")
            }
            texts.append(message.text)
        }
    }

    private static func turn(_ message: JSON) throws -> RequestTurn {
        switch message["role"]?.string {
        case "system", "developer": return .system(try parts(message["content"]))
        case "user": return .user(try parts(message["content"]))
        case "tool": return .toolResult(try parts(message["content"]))
        case "assistant": return .assistant(try said(message))
        case let role:
            throw CompletionFault.request(
                "role: expected system, developer, user, assistant or tool, found '\(role ?? "")'")
        }
    }

    /// What the model said before, its calls as it writes them.
    private static func said(_ message: JSON) throws -> [RequestPart] {
        let content = message["content"] ?? .null
        var parts = content == .null ? [] : try parts(content)
        for call in message["tool_calls"]?.items ?? [] {
            guard let name = call["function"]?["name"]?.string, let arguments = call["function"]?["arguments"] else {
                throw CompletionFault.request("tool_calls: expected functions with name and arguments")
            }
            let text = #"{"name": \#(JSON.text(name).text), "arguments": \#(arguments.string ?? arguments.text)}"#
            parts += [
                .text(parts.isEmpty ? "" : "\n"), .ownText("<tool_call>"), .text("\n\(text)\n"),
                .ownText("</tool_call>"),
            ]
        }
        return parts
    }

    private static func parts(_ content: JSON?) throws -> [RequestPart] {
        if let text = content?.string { return [.text(text)] }
        guard let items = content?.items else {
            throw CompletionFault.request("content: expected a text or a list of parts")
        }
        return try items.map(part)
    }

    private static func part(_ part: JSON) throws -> RequestPart {
        switch part["type"]?.string {
        case "text":
            guard let text = part["text"]?.string else { throw CompletionFault.request("text: expected a string") }
            return .text(text)
        case "image_url":
            let address = part["image_url"]?["url"]?.string ?? part["image_url"]?.string
            return .image(try DataPicture.image(at: address))
        case "video":
            let frames = try (part["video"]?.strings ?? []).map { try DataPicture.image(at: $0) }
            let rate = part["fps"]?.number ?? 2
            guard rate > 0, !frames.isEmpty else {
                throw CompletionFault.request("video: expected frames as data URLs, and fps above 0")
            }
            return .video(VideoClip(frames, framesPerSecond: rate))
        case let type: throw CompletionFault.request("type: expected text, image_url or video, found '\(type ?? "")'")
        }
    }
}
