import Foundation
package import Images

/// A request as a JSON file, with messages as Qwen's own tools write them:
///
///     {
///       "messages": [
///         {"role": "system", "content": "Be brief."},
///         {"role": "user", "content": [
///           {"type": "image", "image": "shot.png"},
///           {"type": "video", "video": ["1.png", "2.png"], "fps": 2},
///           {"type": "text", "text": "What is this?"}]}
///       ],
///       "min_pixels": 3136, "max_pixels": 12845056, "video_positions": "largest"
///     }
///
/// A video has `fps`, or `times` with the second of each frame; with `sample_fps`, only so many frames of each second are shown. Roles are `system`, `user`, `assistant` and `tool`; `content` is a text or a list of parts. An image may have `resized_width` and `resized_height`. `tools` lists signatures, each a JSON object in a string. Files are found from the folder of the request.
package struct RequestFile: Decodable {
    private let messages: [Message]
    private let tools: [String]?
    private let min_pixels: Int?
    private let max_pixels: Int?
    private let video_positions: PromptPositions.AfterVideo?

    /// Reads the request at `path`.
    ///
    /// - Throws: ``QwenError/malformedRequest(path:problem:)`` naming the field.
    package static func read(_ path: String) throws(QwenError) -> RequestFile {
        do {
            return try JSONDecoder().decode(RequestFile.self, from: Data(contentsOf: URL(filePath: path)))
        } catch let error as DecodingError {
            throw .malformedRequest(path: path, problem: error.place)
        } catch { throw .malformedRequest(path: path, problem: error.localizedDescription) }
    }

    /// The request for a model, with all pictures read.
    ///
    /// - Parameters:
    ///   - limits: the checkpoint's, for the limits that the file does not name.
    ///   - image: reads a picture by its name in the file.
    package func request(
        limits: PreprocessorConfiguration, image: (String) throws -> Image
    ) throws -> ModelRequest {
        var request = ModelRequest(try messages.map { try $0.turn(image) })
        request.tools = tools ?? []
        request.imageSizing = sizing(limits.images)
        request.videoSizing = sizing(limits.video)
        request.afterVideo = video_positions ?? .largest
        return request
    }

    private func sizing(_ published: SmartResize) -> SmartResize {
        SmartResize(minimum: min_pixels ?? published.minimum, maximum: max_pixels ?? published.maximum)
    }
}

extension PromptPositions.AfterVideo: Decodable {}

extension RequestFile {
    private enum Role: String, Decodable {
        case system, user, assistant, tool
    }

    private struct Message: Decodable {
        let role: Role
        let content: Content

        func turn(_ image: (String) throws -> Image) throws -> RequestTurn {
            let parts = try content.parts.map { try $0.part(image) }
            return switch role {
            case .system: .system(parts)
            case .user: .user(parts)
            case .assistant: .assistant(parts)
            case .tool: .toolResult(parts)
            }
        }
    }

    /// A text alone or a list of parts.
    private struct Content: Decodable {
        let parts: [Part]

        init(from decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                parts = [.text(text)]
            } else {
                parts = try decoder.singleValueContainer().decode([Part].self)
            }
        }
    }

    private enum Part: Decodable {
        case text(String)
        case image(String, size: Size<ModelSpace>?)
        case video([String], VideoClip.Timing, sampled: Double?)

        private enum Kind: String, Decodable {
            case text, image, video
        }

        private enum Key: String, CodingKey {
            case type, text, image, video, fps, times, sample_fps, resized_width, resized_height
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: Key.self)
            switch try fields.decode(Kind.self, forKey: .type) {
            case .text: self = .text(try fields.decode(String.self, forKey: .text))
            case .image:
                var size: Size<ModelSpace>?
                if let width = try fields.decodeIfPresent(Int.self, forKey: .resized_width) {
                    size = Size(width: width, height: try fields.decode(Int.self, forKey: .resized_height))
                }
                self = .image(try fields.decode(String.self, forKey: .image), size: size)
            case .video:
                let times = try fields.decodeIfPresent([Double].self, forKey: .times)
                self = .video(
                    try fields.decode([String].self, forKey: .video),
                    try times.map(VideoClip.Timing.seconds) ?? .rate(try fields.decode(Double.self, forKey: .fps)),
                    sampled: try fields.decodeIfPresent(Double.self, forKey: .sample_fps))
            }
        }

        func part(_ image: (String) throws -> Image) throws -> RequestPart {
            switch self {
            case .text(let text): .text(text)
            case .image(let name, let size): .image(try image(name), size: size)
            case .video(let names, let timing, let rate):
                .video(try VideoClip(try names.map { try image($0) }, timing: timing).sampled(rate))
            }
        }
    }
}

extension DecodingError {
    /// What is wrong, and in which field.
    fileprivate var place: String {
        let (context, missing): (Context, String?) =
            switch self {
            case .keyNotFound(let key, let context): (context, key.stringValue)
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                (context, nil)
            @unknown default: (Context(codingPath: [], debugDescription: "\(self)"), nil)
            }
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        let field = path.isEmpty ? "the file" : String(path.drop { $0 == "." })
        return missing.map { "\(field) lacks \($0)" } ?? "\(field): \(context.debugDescription)"
    }
}
