import NIOCore
import NIOHTTP1

/// A request and the way of its response, which is given once: whole, or in pieces.
package actor HTTPExchange {
    package nonisolated let request: HTTPRequest
    private let outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    private let sending: SendingDeadline
    private let isHTTP11: Bool
    private(set) var state = State.open
    /// Whether the connection can take another request afterwards.
    nonisolated let keepsConnection: Bool

    /// How far the response is.
    enum State {
        case open
        case streaming
        case ended
    }

    /// The longest piece that is given to the connection at once, in bytes.
    private static let piece = 1 << 16

    init(
        _ request: HTTPRequest, _ outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>,
        sending: SendingDeadline, isHTTP11: Bool, keepsConnection: Bool
    ) {
        self.request = request
        self.outbound = outbound
        self.sending = sending
        self.isHTTP11 = isHTTP11
        self.keepsConnection = keepsConnection
    }

    /// Sends a whole response, also when the task is cancelled meanwhile: the work that the client does not want any more is
    /// done by then.
    ///
    /// - Throws: where the client is gone or does not read.
    package func respond(_ response: HTTPResponse) async throws {
        guard state == .open else { return }
        state = .ended
        var headers = response.headers
        headers.add("Content-Length", "\(response.body.count)")
        let body = request.method == "HEAD" ? [] : response.body
        let head = HTTPServerResponsePart.head(head(response.status, headers))
        sending.begin(bytes: body.count)
        let writing = Task { try await write(head, body) }
        try await withTaskCancellationHandler {
            try await writing.value
        } onCancel: {
            sending.hasten()
        }
    }

    private func write(_ head: HTTPServerResponsePart, _ body: [UInt8]) async throws {
        if body.count <= Self.piece {
            return try await write([head, Self.part(body[...]), .end(nil)])
        }
        try await write([head])
        try await writeBody(body)
        try await write([.end(nil)])
    }

    /// Begins a response that is sent in pieces.
    package func begin(_ status: Int, _ headers: HTTPHeaderList) async throws {
        guard state == .open else { return }
        state = .streaming
        try await write([.head(head(status, headers))])
    }

    /// Sends a piece; waits while the client has not read those before.
    package func send(_ text: String) async throws {
        guard state == .streaming else { return }
        try await writeBody(Array(text.utf8))
    }

    /// Ends the response; one that was never begun is an error of ours.
    package func end() async throws {
        switch state {
        case .open: try await respond(.text("the request was not answered", status: 500))
        case .streaming:
            state = .ended
            try await write([.end(nil)])
        case .ended: break
        }
    }

    private func head(_ status: Int, _ headers: HTTPHeaderList) -> HTTPResponseHead {
        var all = HTTPHeaders(headers.pairs.map { ($0.name, $0.value) })
        if !keepsConnection { all.add(name: "Connection", value: "close") }
        all.add(name: "Cache-Control", value: "no-store")
        all.add(name: "X-Content-Type-Options", value: "nosniff")
        all.add(name: "Cross-Origin-Resource-Policy", value: "same-origin")
        return HTTPResponseHead(
            version: isHTTP11 ? .http1_1 : .http1_0, status: HTTPResponseStatus(statusCode: status), headers: all)
    }

    private func writeBody(_ body: [UInt8]) async throws {
        var rest = body[...]
        while !rest.isEmpty {
            try await write([Self.part(rest.prefix(Self.piece))])
            rest = rest.dropFirst(Self.piece)
        }
    }

    private static func part(_ bytes: ArraySlice<UInt8>) -> HTTPServerResponsePart {
        .body(.byteBuffer(ByteBuffer(bytes: bytes)))
    }

    private func write(_ parts: [HTTPServerResponsePart]) async throws {
        sending.beginPiece()
        defer { sending.endPiece() }
        try await outbound.write(contentsOf: parts)
    }
}
