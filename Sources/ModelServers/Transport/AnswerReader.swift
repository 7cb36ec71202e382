import ChatCompletions

/// Takes an answer's bytes: events of a stream are read at once, all else is kept until the end.
struct AnswerReader: Sendable {
    /// Whether bytes brought the answer forward.
    enum Progress: Sendable { case none, piece }

    /// The body as it came.
    private(set) var body: [UInt8] = []
    /// The streamed answer, where the server streams.
    private(set) var stream: (any AnswerStream)?
    /// Whether nothing more is to come: a stream has said that it is over.
    var isComplete: Bool { stream?.isComplete ?? false }
    private let offered: (any AnswerStream)?
    private let maximum: Int
    private let watcher: (@Sendable (String) -> Void)?
    private var events: ServerSentEvents

    /// - Parameters:
    ///   - stream: what puts a streamed answer together; `nil` where none was asked for.
    ///   - maximum: the most bytes of an answer.
    ///   - watcher: receives the text as it comes.
    init(_ stream: (any AnswerStream)? = nil, maximum: Int, watcher: (@Sendable (String) -> Void)? = nil) {
        offered = stream
        self.maximum = maximum
        self.watcher = watcher
        events = ServerSentEvents(maximumLine: maximum)
    }

    /// Begins with a head. An answer that is not a stream, such as an error's, is read as a whole.
    mutating func begin(_ head: HTTPHead) throws(TransportFault) {
        if let length = head.headers["content-length"].flatMap(Int.init), length > maximum { throw .tooLarge(maximum) }
        let isStream = (200..<300).contains(head.status) && head.mediaType == "text/event-stream"
        stream = isStream ? offered : nil
    }

    mutating func take(_ bytes: some Collection<UInt8>) throws -> Progress {
        guard body.count + bytes.count <= maximum else { throw TransportFault.tooLarge(maximum) }
        body += bytes
        guard stream != nil else { return .piece }
        return try read(try events.read(bytes))
    }

    /// The end of the answer.
    mutating func end() throws {
        if stream != nil { _ = try read(events.end()) }
    }

    private mutating func read(_ events: [ServerSentEvent]) throws -> Progress {
        var progress = Progress.none
        for event in events where event.name != "ping" {
            progress = .piece
            guard let text = try stream?.read(event), !text.isEmpty else { continue }
            watcher?(text)
        }
        return progress
    }
}
