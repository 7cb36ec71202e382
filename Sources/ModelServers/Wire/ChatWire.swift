import ChatCompletions
import Images
import JSON
import Models

/// How the requests and answers of one interface look. It is pure: nothing is sent.
protocol ChatWire: Sendable {
    /// The path below the server's base URL, with its query.
    func path(isStreamed: Bool) -> String

    /// The header that holds the key.
    func authentication(_ key: APIKey) -> (name: String, value: String)

    /// Headers that every request has.
    var headers: [String: String] { get }

    /// The body of a request.
    ///
    /// - Parameter picture: what stands for a picture.
    func body(
        _ request: ChatRequest, _ options: WireOptions, picture: (Image) throws -> WirePicture
    ) throws -> JSON

    /// Reads the body of an answer.
    func reply(_ body: JSON) throws(WireFault) -> ChatReply

    /// Puts a streamed answer together.
    func stream() -> any AnswerStream

    /// The names of the models in a listing, if it is one.
    func models(_ listing: JSON) -> [String]?
}

extension ChatWire {
    var headers: [String: String] { [:] }

    func models(_ listing: JSON) -> [String]? { listing["data"]?.items?.compactMap { $0["id"]?.string } }
}

/// How a request is written.
struct WireOptions: Sendable {
    var isStreamed = false
    /// Whether the server holds answers to a JSON schema.
    var usesSchema = true
    var pictures = PictureFormat.png
    /// Used where a request names no maximum.
    var maximumTokens: Int?
}

/// What stands for a picture in a body.
enum WirePicture: Sendable {
    /// A file, in base64.
    case file(PictureFormat, String)
    /// The name of its frame, for a trace.
    case name(PictureFormat, String)

    /// As a URL.
    var url: String {
        switch self {
        case .file(let format, let text): "data:\(format.mediaType);base64,\(text)"
        case .name(_, let name): name
        }
    }

    /// As the value of a field for base64.
    var data: String {
        switch self {
        case .file(_, let text), .name(_, let text): text
        }
    }

    /// As the value of a field for the format.
    var mediaType: String {
        switch self {
        case .file(let format, _), .name(let format, _): format.mediaType
        }
    }
}

/// What is wrong with an answer.
enum WireFault: Error, Hashable, Sendable {
    /// It holds an error, although its status is 200.
    case error(ServerMessage)
    /// It is no answer of the interface.
    case foreign
}

/// A streamed answer.
protocol AnswerStream: Sendable {
    /// Whether the model has ended its answer.
    var isFinished: Bool { get }
    /// Whether nothing more is to come.
    var isComplete: Bool { get }

    /// Reads one event, and returns the text that it adds.
    mutating func read(_ event: ServerSentEvent) throws(WireFault) -> String

    /// The answer as a body that is not streamed.
    var body: JSON { get }
}

extension AnswerStream {
    var isComplete: Bool { isFinished }
}

extension ChatSampling {
    /// Its parameters; none for what the model's publisher says.
    var parameters: SamplingParameters {
        switch self {
        case .published: SamplingParameters()
        case .greedy: SamplingParameters(temperature: 0)
        case .parameters(let parameters): parameters
        }
    }
}

extension ChatForm {
    /// The JSON schema that the whole answer fits, where it is one.
    var schema: JSON? {
        guard case .json(let schema) = self else { return nil }
        return try? JSON(parsing: schema)
    }
}

extension ChatRequest {
    /// The text of the system turns, with the tools that the model is told of; empty without.
    var systemText: String {
        let texts = turns.compactMap { turn in
            if case .system(let text) = turn { text } else { nil }
        }
        return texts.joined(separator: "\n\n") + toolsText
    }

    /// The other turns.
    var talk: [ChatTurn] {
        turns.filter { turn in
            if case .system = turn { false } else { true }
        }
    }
}

extension ServerSentEvent {
    /// Its data as JSON.
    func json() throws(WireFault) -> JSON {
        guard let json = try? JSON(parsing: data, syntax: .python) else {
            throw name == "error" ? .error(ServerMessage(message: data)) : .foreign
        }
        if let message = ServerMessage(json) { throw .error(message) }
        return json
    }
}
