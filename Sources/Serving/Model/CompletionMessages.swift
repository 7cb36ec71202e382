import Images
import JSON
import QwenVL

/// The messages of a request, their pictures not decoded yet.
struct CompletionMessages: Sendable {
    private var turns: [(role: Role, parts: [Part])] = []
    /// Each message in a few bytes, by which conversations are told apart.
    private(set) var marks: [String] = []

    private enum Role { case system, user, assistant, tool }

    private enum Part: Sendable {
        case text(String)
        case ownText(String)
        case picture(DataPicture)
        case video([DataPicture], framesPerSecond: Double)

        var pixels: Int {
            switch self {
            case .text, .ownText: 0
            case .picture(let picture): picture.pixels
            case .video(let frames, _): frames.reduce(0) { $0 + $1.pixels }
            }
        }
    }

    /// Pixels of all pictures of a request; they are in memory at the same time when they are decoded.
    private static let maximumPixels = 128_000_000
    private static let maximumMessages = 2000
    private static let frameRates = 0.01...1000

    /// - Throws: ``CompletionFault``.
    init(_ json: JSON?) throws {
        guard let items = json?.items, !items.isEmpty else {
            throw CompletionFault.request("expected a list of messages", "messages")
        }
        guard items.count <= Self.maximumMessages else {
            throw CompletionFault.request("expected at most \(Self.maximumMessages), found \(items.count)", "messages")
        }
        var pixels = 0
        for (index, message) in items.enumerated() {
            do {
                let turn = try Self.turn(message)
                turns.append(turn)
                pixels += turn.parts.reduce(0) { $0 + $1.pixels }
                guard pixels <= Self.maximumPixels else {
                    throw CompletionFault.request("the pictures have more than \(Self.maximumPixels) pixels in all")
                }
            } catch let fault as CompletionFault {
                throw CompletionFault.request("messages[\(index)]: \(fault.message)", "messages")
            }
            marks.append(ContentHash.hexadecimal(of: Array(message.text.utf8)))
        }
    }

    /// The messages with their pictures.
    ///
    /// - Throws: ``CompletionFault`` for a picture that cannot be decoded.
    func decoded() throws -> [RequestTurn] {
        try turns.map { turn in
            let parts = try turn.parts.map(Self.decoded)
            return switch turn.role {
            case .system: .system(parts)
            case .user: .user(parts)
            case .assistant: .assistant(parts)
            case .tool: .toolResult(parts)
            }
        }
    }

    private static func decoded(_ part: Part) throws -> RequestPart {
        switch part {
        case .text(let text): .text(text)
        case .ownText(let text): .ownText(text)
        case .picture(let picture): .image(try picture.image())
        case .video(let frames, let rate):
            .video(VideoClip(try frames.map { try $0.image() }, framesPerSecond: rate))
        }
    }

    private static func turn(_ message: JSON) throws -> (role: Role, parts: [Part]) {
        switch message["role"]?.string {
        case "system", "developer": return (.system, try parts(message["content"]))
        case "user": return (.user, try parts(message["content"]))
        case "tool": return (.tool, try parts(message["content"]))
        case "assistant": return (.assistant, try said(message))
        case let role:
            throw CompletionFault.request(
                "role: expected system, developer, user, assistant or tool, found '\(role?.prefix(40) ?? "")'")
        }
    }

    /// What the model said before, its calls as it writes them.
    private static func said(_ message: JSON) throws -> [Part] {
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

    private static func parts(_ content: JSON?) throws -> [Part] {
        if let text = content?.string { return [.text(text)] }
        guard let items = content?.items else {
            throw CompletionFault.request("content: expected a text or a list of parts")
        }
        return try items.map(part)
    }

    private static func part(_ part: JSON) throws -> Part {
        switch part["type"]?.string {
        case "text":
            guard let text = part["text"]?.string else { throw CompletionFault.request("text: expected a string") }
            return .text(text)
        case "image_url":
            let address = part["image_url"]?["url"]?.string ?? part["image_url"]?.string
            return .picture(try DataPicture(at: address))
        case "video":
            let frames = try (part["video"]?.strings ?? []).map { try DataPicture(at: $0) }
            let rate = part["fps"]?.number ?? 2
            guard frameRates.contains(rate), !frames.isEmpty else {
                throw CompletionFault.request(
                    "video: expected frames as data URLs, and fps from \(frameRates.lowerBound) to \(frameRates.upperBound)"
                )
            }
            return .video(frames, framesPerSecond: rate)
        case let type:
            throw CompletionFault.request(
                "type: expected text, image_url or video, found '\(type?.prefix(40) ?? "")'")
        }
    }
}
