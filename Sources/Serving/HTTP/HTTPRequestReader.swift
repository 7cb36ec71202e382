import NIOCore
import NIOHTTP1

/// Puts the requests of one connection together.
struct HTTPRequestReader {
    /// What reading a connection comes to.
    enum Incoming: Sendable {
        case request(HTTPRequest, isHTTP11: Bool, keepsConnection: Bool)
        /// The client waits for leave to send the body.
        case expectation
        /// The last thing that is answered.
        case refusal(HTTPRequest, isHTTP11: Bool, HTTPResponse)
    }

    private let rules: HTTPServer.Rules
    private let refusal: (HTTPRequest) -> HTTPRefusal?
    /// Closes the connection when no request comes.
    private let idle: ChannelDeadline
    /// Closes the connection when a request takes too long.
    private let deadline: ChannelDeadline
    private let requests: AsyncStream<Incoming>.Continuation
    private var answers: AsyncStream<Void>.Iterator
    private var unanswered = 0
    private var current: (request: HTTPRequest, isHTTP11: Bool, keepsConnection: Bool)?
    /// Whether what still comes is not looked at: it has to be read, or closing the connection would take the last answer with it.
    private var isOver = false

    /// - Parameters:
    ///   - requests: takes what is read.
    ///   - answers: has an element for each that was answered, and ends when none is answered any more.
    ///   - refusal: judges a request by its head.
    init(
        rules: HTTPServer.Rules, idle: ChannelDeadline, deadline: ChannelDeadline,
        requests: AsyncStream<Incoming>.Continuation, answers: AsyncStream<Void>,
        refusal: @escaping (HTTPRequest) -> HTTPRefusal?
    ) {
        self.rules = rules
        self.idle = idle
        self.deadline = deadline
        self.requests = requests
        self.answers = answers.makeAsyncIterator()
        self.refusal = refusal
    }

    /// Reads the next part.
    mutating func read(_ part: HTTPServerRequestPart) async {
        guard !isOver else { return }
        switch part {
        case .head(let head): await begin(head)
        case .body(let buffer): take(buffer)
        case .end: end()
        }
    }

    private mutating func begin(_ head: HTTPRequestHead) async {
        // A client may send on before it is answered.
        await waitForAnswers()
        guard !isOver else { return }
        // Not before: a client may ask again before the wait for its next request begins, which would then end this one.
        idle.clear()
        deadline.set(rules.limits.receiving)
        var request = HTTPRequest(head)
        request.share = BodyBudget.Share(of: rules.budget)
        let isHTTP11 = head.version == .http1_1
        current = (request, isHTTP11, isHTTP11 && head.isKeepAlive)
        if let refusal = refusal(request) ?? (isTooLong(request) ? tooLarge : nil) { return refuse(refusal) }
        if isHTTP11, request.headers["expect"]?.lowercased() == "100-continue" { yield(.expectation) }
    }

    private func isTooLong(_ request: HTTPRequest) -> Bool {
        request.headers["content-length"].map { (Int($0) ?? .max) > rules.limits.body } ?? false
    }

    private mutating func take(_ buffer: ByteBuffer) {
        guard let count = current?.request.body.count, let share = current?.request.share else { return }
        guard count + buffer.readableBytes <= rules.limits.body else { return refuse(tooLarge) }
        guard share.take(buffer.readableBytes) else {
            return refuse(.overloaded("there are too many requests at a time"))
        }
        current?.request.body.append(contentsOf: buffer.readableBytesView)
    }

    private mutating func end() {
        deadline.clear()
        guard let current else { return }
        self.current = nil
        yield(.request(current.request, isHTTP11: current.isHTTP11, keepsConnection: current.keepsConnection))
    }

    private mutating func refuse(_ refusal: HTTPRefusal) {
        deadline.clear()
        guard var current else { return }
        self.current = nil
        current.request.body = []
        current.request.share = nil
        var response = rules.phrase(refusal)
        for (name, value) in refusal.headers.pairs { response = response.adding(name, value) }
        yield(.refusal(current.request, isHTTP11: current.isHTTP11, response))
        isOver = true
    }

    private var tooLarge: HTTPRefusal {
        HTTPRefusal(413, "the body is longer than \(rules.limits.body) bytes")
    }

    private mutating func yield(_ incoming: Incoming) {
        requests.yield(incoming)
        unanswered += 1
    }

    private mutating func waitForAnswers() async {
        while unanswered > 0 {
            guard await answers.next(isolation: nil) != nil else {
                isOver = true
                return
            }
            unanswered -= 1
        }
    }
}

extension HTTPRequest {
    fileprivate init(_ head: HTTPRequestHead) {
        self.init(
            method: head.method.rawValue, target: head.uri,
            headers: HTTPHeaderList(head.headers.map { ($0.name, $0.value.trimmingWhitespace) }))
    }
}

extension String {
    /// Without the spaces and tabs that may stand around a header's value.
    fileprivate var trimmingWhitespace: String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
