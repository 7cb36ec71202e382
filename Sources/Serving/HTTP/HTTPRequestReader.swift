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
        case refusal(HTTPRequest, HTTPResponse)
    }

    private let limits: HTTPLimits
    private let refusal: (HTTPRequest) -> HTTPResponse?
    /// Closes the connection when a request takes too long.
    private let deadline: ChannelDeadline
    private let requests: AsyncStream<Incoming>.Continuation
    private var answers: AsyncStream<Void>.Iterator
    private var unanswered = 0
    private var current: (request: HTTPRequest, isHTTP11: Bool, keepsConnection: Bool)?
    private var isRefused = false

    /// How long what a refused client still sends is read: a connection that is closed before may take the answer with it.
    private static let lingering = Duration.seconds(5)

    /// - Parameters:
    ///   - refusal: judges a request by its head.
    ///   - requests: takes what is read.
    ///   - answers: has an element for each that was answered.
    init(
        limits: HTTPLimits, deadline: ChannelDeadline, requests: AsyncStream<Incoming>.Continuation,
        answers: AsyncStream<Void>, refusal: @escaping (HTTPRequest) -> HTTPResponse?
    ) {
        self.limits = limits
        self.deadline = deadline
        self.requests = requests
        self.answers = answers.makeAsyncIterator()
        self.refusal = refusal
    }

    /// Reads the next part; says whether there is more to read.
    mutating func read(_ part: HTTPServerRequestPart) async -> Bool {
        switch part {
        case .head(let head): await begin(head)
        case .body(let buffer): take(buffer)
        case .end: return await end()
        }
        return true
    }

    private mutating func begin(_ head: HTTPRequestHead) async {
        // A client may send on before it is answered.
        await waitForAnswers()
        deadline.set(limits.receiving)
        let request = HTTPRequest(head)
        if let refusal = refusal(request) ?? (isTooLong(request) ? tooLarge : nil) {
            return refuse(request, refusal)
        }
        current = (request, head.version == .http1_1, head.isKeepAlive)
        if request.headers["expect"]?.lowercased() == "100-continue" { yield(.expectation) }
    }

    private func isTooLong(_ request: HTTPRequest) -> Bool {
        request.headers["content-length"].map { (Int($0) ?? .max) > limits.body } ?? false
    }

    private mutating func take(_ buffer: ByteBuffer) {
        guard let request = current?.request else { return }
        guard request.body.count + buffer.readableBytes <= limits.body else { return refuse(request, tooLarge) }
        current?.request.body.append(contentsOf: buffer.readableBytesView)
    }

    private mutating func end() async -> Bool {
        deadline.clear()
        if isRefused {
            await waitForAnswers()
            return false
        }
        if let current {
            yield(.request(current.request, isHTTP11: current.isHTTP11, keepsConnection: current.keepsConnection))
        }
        current = nil
        return true
    }

    private mutating func refuse(_ request: HTTPRequest, _ response: HTTPResponse) {
        yield(.refusal(request, response))
        isRefused = true
        current = nil
        deadline.set(Self.lingering)
    }

    private var tooLarge: HTTPResponse {
        .text("the body is longer than \(limits.body) bytes", status: 413)
    }

    private mutating func yield(_ incoming: Incoming) {
        requests.yield(incoming)
        unanswered += 1
    }

    private mutating func waitForAnswers() async {
        while unanswered > 0, await answers.next(isolation: nil) != nil { unanswered -= 1 }
    }
}

extension HTTPRequest {
    fileprivate init(_ head: HTTPRequestHead) {
        self.init(
            method: head.method.rawValue, target: head.uri,
            headers: HTTPHeaderList(head.headers.map { ($0.name, $0.value) }))
    }
}
