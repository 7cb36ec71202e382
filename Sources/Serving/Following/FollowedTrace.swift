import Images
import Synchronization
import TraceViewer
package import Traces

/// A trace that is being recorded, shown by a page that grows with it.
///
/// The page's address holds a token, so that other users of the machine and other pages of a browser cannot guess it.
package struct FollowedTrace: Sendable {
    private let trace: GrowingTrace
    private let page: String
    private let token: String
    private let readers = PageReaders()

    /// How long a request for more lines waits for them.
    private static let patience = Duration.seconds(10)
    /// How often it is looked for more.
    private static let interval = Duration.milliseconds(50)
    /// How long a page may take to ask for its next picture when the trace has ended.
    private static let linger = Duration.seconds(3)

    /// - Parameter name: what the trace is called.
    package init(_ trace: GrowingTrace, name: String) {
        self.trace = trace
        page = TracePage(following: name).html
        token = (0..<4).map { _ in String(UInt64.random(in: UInt64.min...UInt64.max), radix: 36) }.joined()
    }

    /// Serves the page until the trace has ended and every page has all of it, or the task is cancelled.
    ///
    /// - Parameter started: called once with the page's address.
    /// - Throws: ``ServerError``.
    package func run(at address: ServerAddress, started: @escaping @Sendable (String) -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                try await HTTPServer(access: HTTPAccess()) { try await answer($0) }.run(at: address) { port in
                    started("http://\(ServerAddress(host: address.host, port: port))/\(token)/")
                }
            }
            group.addTask {
                while trace.isRecorded || readers.areActive(within: Self.linger) {
                    try await Task.sleep(for: Self.interval)
                }
            }
            try await group.next()
            group.cancelAll()
        }
    }

    private func answer(_ exchange: HTTPExchange) async throws {
        readers.enter()
        defer { readers.leave() }
        let request = exchange.request
        let parts = request.path.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map(String.init)
        guard request.method == "GET", parts.first.map({ HTTPAccess.isSame($0, token) }) == true else {
            return try await exchange.respond(.text("there is no such page", status: 404))
        }
        switch (parts.dropFirst().first, parts.count) {
        case ("", 2): try await exchange.respond(HTTPResponse(status: 200, headers: Self.html, body: Array(page.utf8)))
        case ("lines", 2): try await exchange.respond(try await lines(from: request.query))
        case ("frames", 3):
            let bytes = FrameName(parts[2]).flatMap(trace.file)
            try await exchange.respond(
                bytes.map { HTTPResponse(status: 200, headers: ["Content-Type": "image/png"], body: $0) }
                    ?? .text("there is no such picture yet", status: 404))
        default: try await exchange.respond(.text("there is no such page", status: 404))
        }
    }

    /// Lines from a byte on, waited for; a header says whether there will be more.
    private func lines(from query: String?) async throws -> HTTPResponse {
        guard let query, query.hasPrefix("from="), let start = Int(query.dropFirst(5)), start >= 0 else {
            return .text("expected lines?from=BYTES", status: 400)
        }
        let deadline = ContinuousClock.now + Self.patience
        while trace.isRecorded, trace.length <= start, ContinuousClock.now < deadline {
            try await Task.sleep(for: Self.interval)
        }
        // Asked before reading: what was written before the recorder let go is in what is read.
        let isRecorded = trace.isRecorded
        let bytes: [UInt8]
        do { bytes = try trace.lines(from: start) } catch { return .text("\(error)", status: 500) }
        return HTTPResponse(
            status: 200,
            headers: [
                "Content-Type": "application/jsonl; charset=utf-8",
                "Deskhand-Recording": isRecorded ? "running" : "ended",
            ], body: bytes)
    }

    private static let html: HTTPHeaderList = [
        "Content-Type": "text/html; charset=utf-8", "Referrer-Policy": "no-referrer",
    ]
}

/// Who reads from a server, and when that was last.
private final class PageReaders: Sendable {
    private let state = Mutex((count: 0, last: ContinuousClock.now))

    func enter() { state.withLock { $0 = ($0.count + 1, .now) } }

    func leave() { state.withLock { $0 = ($0.count - 1, .now) } }

    /// Whether a request is being answered, or was not long ago.
    func areActive(within time: Duration) -> Bool {
        state.withLock { $0.count > 0 || .now - $0.last < time }
    }
}
